import type { AnalyticsReader } from '@trine/analytics';
import type { BalancesReader } from '@trine/balances';
import type { LedgerAudit } from '@trine/event-bus';
import type { HistoryReader } from '@trine/history';
import type { Check } from './check.js';
import { Conservation } from './checks/conservation.js';
import { Parked } from './checks/parked.js';
import { ToldBalances } from './checks/told-balances.js';
import { foldLog } from './fold/fold-log.js';
import { scopeOf } from './scope.js';
import { analyticsChecks } from './sources/analytics.js';
import { balancesChecks } from './sources/balances.js';
import { historyChecks } from './sources/history.js';
import { postgresChecks } from './sources/postgres.js';

/** Everything that can differ, opened. */
export interface Stores {
  readonly audit: LedgerAudit;
  readonly balances: BalancesReader;
  readonly history: HistoryReader;
  readonly analytics: AnalyticsReader;
}

export interface Comparison {
  /** How many will be read. */
  readonly events: number;
  readonly run: (onRead: (events: number) => void) => Promise<Check[]>;
}

/** Reads what every store shows, then where the log ends, which is past all of that; `run` reads it up to there. */
export async function compareAll(stores: Stores, since?: Date): Promise<Comparison> {
  const { audit, balances, history, analytics } = stores;
  const scope = await scopeOf(audit, since);
  const checks = [
    new ToldBalances('log: balances told'),
    new Conservation('log: sums are zero'),
    ...(await postgresChecks(audit, scope)),
    ...(await balancesChecks(balances, audit, scope)),
    ...(await historyChecks(history, scope)),
    ...(await analyticsChecks(analytics, scope)),
    new Parked('Redis', await balances.parked()),
    new Parked('MongoDB', await history.parked()),
    new Parked('ClickHouse', await analytics.parked()),
  ];
  const ends = await audit.ends();
  return {
    events: ends.reduce((sum, { sequence }, i) => sum + sequence - scope.starts[i]!.sequence, 0),
    run: async (onRead) => [...(await foldLog(audit, scope, ends, checks, onRead)), ...checks],
  };
}
