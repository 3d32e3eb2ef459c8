import { AnalyticsReader } from '@trine/analytics';
import { BalancesReader } from '@trine/balances';
import { PostgresLedgerAudit } from '@trine/event-bus';
import { HistoryReader } from '@trine/history';
import type { CliConfig } from '../config.js';
import { CommandFailure, EXIT, listed } from '../failure.js';
import { startProgress } from '../progress.js';
import type { Check } from './check.js';
import { Conservation } from './checks/conservation.js';
import { ToldBalances } from './checks/told-balances.js';
import { foldLog } from './fold-log.js';
import { printChecks } from './print-checks.js';
import {
  accountRows,
  analytics,
  balances,
  history,
  historyHolds,
  holdRows,
  reversedRows,
} from './sources.js';

/** Broken connections show in the calls that need them. */
const ignore = () => undefined;

/**
 * Reads what every store shows, then the log past all of that, and compares. Safe on a live system.
 * @throws CommandFailure naming what differs
 */
export async function verify(config: CliConfig): Promise<void> {
  const audit = new PostgresLedgerAudit(config.TRINE_POSTGRES_READER_URL, ignore);
  const redis = new BalancesReader({ url: config.TRINE_REDIS_URL, onError: ignore });
  const mongo = new HistoryReader({ url: config.TRINE_MONGODB_URL });
  const clickHouse = new AnalyticsReader({ url: config.TRINE_CLICKHOUSE_URL });
  try {
    await redis.connect();
    const stores = [
      await accountRows(audit),
      await holdRows(audit),
      await reversedRows(audit),
      await balances(redis),
      await history(mongo),
      await historyHolds(mongo),
      ...(await analytics(clickHouse)),
    ];
    report(
      await compare(audit, [
        new ToldBalances('log: balances told'),
        new Conservation('log: sums are zero'),
        ...stores,
      ]),
    );
  } finally {
    await Promise.all([audit.close(), redis.close(), mongo.close(), clickHouse.close()]);
  }
}

async function compare(audit: PostgresLedgerAudit, checks: readonly Check[]): Promise<Check[]> {
  const ends = await audit.ends();
  const progress = startProgress(
    'Events',
    ends.reduce((sum, { sequence }) => sum + sequence, 0),
  );
  const ofLog = await foldLog(audit, ends, checks, (events) => progress.advance(events)).finally(() =>
    progress.stop(),
  );
  return [...ofLog, ...checks];
}

function report(checks: readonly Check[]): void {
  printChecks(checks);
  const differing = checks.reduce((sum, check) => sum + check.differing, 0);
  if (differing === 0) return console.log('Everything agrees with the log.');
  const differences = checks.flatMap((check) => check.differences);
  throw new CommandFailure(`${differing} differences:\n${listed(differences, MAX_LISTED)}`, EXIT.failed);
}

/** More would not be read. */
const MAX_LISTED = 200;
