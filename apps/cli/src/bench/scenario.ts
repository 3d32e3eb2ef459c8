import type { Request } from './load/offer.js';

export const VIEWS = ['balances', 'history', 'analytics'] as const;
export type ViewName = (typeof VIEWS)[number];

/** What is offered to which app, and what else runs meanwhile. */
export interface Scenario {
  readonly name: string;
  readonly about: string;
  readonly to: 'payments' | 'banking-api';
  /** Those that run, and the relay with any of them; the projectors of the others are paused. */
  readonly views: readonly ViewName[];
  /** How many there are; 1,000 when not said. */
  readonly accounts?: number;
  /** Transfers recorded before anything is measured, half of them from one account: two entries each. */
  readonly filledWith?: number;
  /**
   * Whether it is also measured before anything is filled, in the same run: hours of a shared machine differ. With
   * `verifiesOnlyLast` that part is not verified.
   */
  readonly emptyFirst?: true;
  /** Whether the run is verified without most of what was filled: ten million events take a quarter of an hour. */
  readonly verifiesOnlyLast?: true;
  readonly connections: number;
  /** Requests a second; as many as are answered when not said. */
  readonly rate?: number;
  /** Transfers that one request carries; 0 for a question. */
  readonly transfersPerRequest: number;
  /** What is sent, by the name of the result: one load after the other. `hot` is the account of half of what is filled. */
  readonly requests: (accounts: readonly string[], hot: string) => Readonly<Record<string, Request>>;
  /** Whether each view is built anew from what is filled, instead of a load. */
  readonly rebuilds?: true;
  /** Whether it is measured, beside the load, how soon a transfer can be read in each view. */
  readonly readable?: true;
}
