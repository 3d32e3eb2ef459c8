import { destination, pino, type DestinationStream, type Logger } from 'pino';

export type { Logger };

/** A busy app logs a line per request: they are written many at a time, a tenth of a second late at most. */
const FLUSH_AT_CHARACTERS = 8_192;
const FLUSH_EVERY_MS = 100;

/** JSON lines on standard output. Never log bodies, names, references or credentials: ids and counts are enough. */
export function createLogger(app: string, level = 'info', to?: DestinationStream): Logger {
  const options = {
    level,
    base: { app, pid: process.pid },
    timestamp: isoTime(),
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return to === undefined ? pino(options) : pino(options, to);
}

/** As pino's own, but written out once a millisecond: a busy app logs a dozen lines in one. */
function isoTime(): () => string {
  let [at, text] = [0, ''];
  return () => {
    const now = Date.now();
    if (now !== at) [at, text] = [now, `,"time":"${new Date(now).toISOString()}"`];
    return text;
  };
}

/**
 * Standard output for an app that runs; what is collected is written when the process ends by itself, and before a fatal
 * line ends it. Collecting is done here since pino's own destination looks at all it has collected with every line.
 */
export function bufferedOutput(): DestinationStream & { flushSync(): void } {
  // Less than this it holds until it is told to write, at once where the process ends.
  const output = destination({ dest: 1, sync: false, minLength: FLUSH_AT_CHARACTERS });
  let lines = '';
  const pass = () => {
    if (lines !== '') output.write(lines);
    lines = '';
  };
  const flush = () => {
    pass();
    output.flush();
  };
  setInterval(flush, FLUSH_EVERY_MS).unref();
  // Before the destination's own listener, which writes what it was given.
  process.prependOnceListener('exit', pass);
  return {
    write(line) {
      lines += line;
      if (lines.length >= FLUSH_AT_CHARACTERS) pass();
    },
    flushSync() {
      pass();
      output.flushSync();
    },
  };
}
