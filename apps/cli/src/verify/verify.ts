import { AnalyticsReader } from '@trine/analytics';
import { BalancesReader } from '@trine/balances';
import { PostgresLedgerAudit } from '@trine/event-bus';
import { HistoryReader } from '@trine/history';
import type { CliConfig } from '../config.js';
import { CommandFailure, EXIT } from '../failure.js';
import { startProgress } from '../progress.js';
import type { Check } from './check.js';
import { compareAll, type Stores } from './compare.js';
import { listDifferences, printChecks } from './print-checks.js';

/** Broken connections show in the calls that need them. */
const ignore = () => undefined;

/**
 * Compares every store with the log, or what was recorded since a time. Safe on a live system.
 * @throws CommandFailure naming what differs, or what could not be read
 */
export async function verify(config: CliConfig, since: Date | undefined): Promise<void> {
  const stores = {
    audit: new PostgresLedgerAudit(config.TRINE_POSTGRES_READER_URL, ignore),
    balances: new BalancesReader({ url: config.TRINE_REDIS_URL, onError: ignore }),
    history: new HistoryReader({ url: config.TRINE_MONGODB_URL }),
    analytics: new AnalyticsReader({ url: config.TRINE_CLICKHOUSE_URL }),
  };
  try {
    await stores.balances.connect();
    report(await compare(stores, since), since);
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    const { message, code } = error as { message?: string; code?: string };
    throw new CommandFailure(`Nothing can be said: ${message || code}`);
  } finally {
    await Promise.all(Object.values(stores).map((store) => store.close()));
  }
}

async function compare(stores: Stores, since: Date | undefined): Promise<Check[]> {
  console.error('Reading what the stores show …');
  const comparison = await compareAll(stores, since);
  const progress = startProgress('Events', comparison.events);
  return comparison.run((events) => progress.advance(events)).finally(() => progress.stop());
}

function report(checks: readonly Check[], since: Date | undefined): void {
  printChecks(checks);
  if (since !== undefined) console.log(notLookedAt(since));
  const differing = checks.reduce((sum, check) => sum + check.differing, 0);
  if (differing === 0) return console.log('Everything that was compared agrees with the log.');
  throw new CommandFailure(`${differing} differences:\n${listDifferences(checks)}`, EXIT.failed);
}

function notLookedAt(since: Date): string {
  return [
    `Only what was recorded since ${since.toISOString()}. Not looked at: earlier events, and whether the first event of`,
    'an account since then follows from them; accounts without events since; how much of a transfer was taken back in',
    'all (PostgreSQL); the list of accounts (Redis); records that no event brought (PostgreSQL, MongoDB).',
  ].join('\n');
}
