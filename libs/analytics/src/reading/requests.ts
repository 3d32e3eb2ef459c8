import type { FlowDirection, VolumeInterval } from '@trine/contracts';
import type { TimeRange } from './times.js';

export interface AnalyticsQuery extends TimeRange {
  readonly currency?: string;
  readonly cursor?: string;
}

/** By hour, `from` and `to` have to be given, at most 366 days apart. */
export interface IntervalQuery extends AnalyticsQuery {
  readonly interval: VolumeInterval;
}

export interface TopAccountsQuery extends TimeRange {
  readonly currency: string;
  /** Which flow ranks the accounts. */
  readonly direction: FlowDirection;
  /** 10 when not given, 100 at most. */
  readonly limit?: number;
}

/** Of the whole ledger when no account is given. */
export interface FlowsQuery extends TimeRange {
  readonly currency?: string;
  readonly accountId?: string;
}

export const DEFAULT_TOP_ACCOUNTS = 10;
export const MAX_TOP_ACCOUNTS = 100;
