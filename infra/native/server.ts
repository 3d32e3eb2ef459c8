/**
 * The niceness of projectors and of the stores that only they write: when all cores are taken, commands come first
 * (docs/decisions/0019-commands-before-views.md).
 */
export const VIEWS_NICENESS = 3;

/** A process to be run and kept running. */
export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** How it is asked to stop; after `stopTimeoutMs` it is killed. */
  readonly stopSignal?: NodeJS.Signals;
  readonly stopTimeoutMs?: number;
  /** How far it stands back when all cores are taken, see nice(1); 0, as others, when not said. */
  readonly niceness?: number;
}

/** One of the real servers, run natively. `dir` is its data folder, `port` where it listens on 127.0.0.1. */
export interface NativeServer {
  readonly name: ServerName;
  /** What is installed, for people. */
  readonly title: string;
  /** Makes the binaries available; quick when they are. */
  install(report: (line: string) => void): Promise<void>;
  /** Makes the data folder ready; may be repeated. */
  prepare(dir: string, port: number): Promise<void>;
  spec(dir: string, port: number): ProcessSpec;
  /** Resolves when the server answers, rejects when it does not (yet). */
  probe(port: number): Promise<void>;
}

export const serverNames = ['postgres', 'kafka', 'redis', 'mongodb', 'clickhouse'] as const;
export type ServerName = (typeof serverNames)[number];
