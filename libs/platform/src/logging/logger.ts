import { pino, type Logger } from 'pino';

export type { Logger };

/** JSON lines on standard output. Never log bodies, names, references or credentials: ids and counts are enough. */
export function createLogger(app: string, level = 'info'): Logger {
  return pino({
    level,
    base: { app, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}
