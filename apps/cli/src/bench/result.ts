import type { Offered } from './load/offer.js';
import type { Cores } from './measure/cores.js';
import type { Lag } from './measure/lag.js';
import type { UsageDuring } from './measure/processes.js';
import type { Readable } from './measure/readable.js';
import type { Yardstick } from './measure/yardstick.js';

/** What one load of a scenario gave. */
export interface Result {
  /** The scenario's name, or of several loads that it has, the load's. */
  readonly scenario: string;
  readonly transfersPerSecond: number;
  /** What `offered` counts; of events there are no latencies. */
  readonly unit: 'requests' | 'events';
  /** Whether the load came at a rate of its own, however long its answers took. */
  readonly steady: boolean;
  readonly offered: Offered;
  readonly lag: readonly Lag[];
  readonly readable: readonly Readable[];
  /** Milliseconds after the load until that view was no longer behind. */
  readonly drainMs: Readonly<Record<string, number>>;
  /** Milliseconds after the load until a single request was answered as on a quiet day. */
  readonly calmMs: number;
  readonly usage: Readonly<Record<string, UsageDuring>>;
  readonly cores?: Cores;
  /** Seconds that the whole system took from nothing to ready. */
  readonly startSeconds: number;
  /** Cores that were busy or stolen before the run, while nothing of it ran. */
  readonly busyBefore?: number;
  /** Before the run and after it, as far as they could be measured: its hour may have changed meanwhile. */
  readonly yardsticks: readonly Yardstick[];
}

/** What is measured of one load, before it is known what the run as a whole took. */
export type Measured = Omit<Result, 'startSeconds' | 'yardsticks' | 'busyBefore'>;

/** The run in the middle of several; what all are ranked by, from the least, and in that order how long each took to be ready. */
export interface Told extends Result {
  readonly ranked: readonly number[];
  readonly allStartSeconds: readonly number[];
}

/** Of a bench that may have been older. */
export type EarlierResult = Pick<Result, 'scenario' | 'transfersPerSecond' | 'offered'> &
  Partial<Pick<Result, 'yardsticks'>>;
