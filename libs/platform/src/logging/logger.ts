import { destination, pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';

export type { Logger };

/** A busy app logs a line per request: they are written many at a time, a tenth of a second late at most. */
const BUFFER = { dest: 1, sync: false, minLength: 65_536, maxWrite: 131_072, periodicFlush: 100 };

/** JSON lines on standard output. Never log bodies, names, references or credentials: ids and counts are enough. */
export function createLogger(app: string, level = 'info', to?: DestinationStream): Logger {
  const options = {
    level,
    base: { app, pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return to === undefined ? pino(options) : pino(options, to);
}

/** Standard output for an app that runs; what is buffered is written when the process ends by itself. */
export function bufferedOutput(): DestinationStream {
  return destination(BUFFER);
}
