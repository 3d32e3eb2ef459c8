import { ClickHouseAnalytics } from '@trine/analytics';
import { RedisBalances } from '@trine/balances';
import type { ReadModel } from '@trine/event-bus';
import { MongoHistory } from '@trine/history';
import type { CliConfig } from '../config.js';
import { CommandFailure, EXIT } from '../failure.js';

export const viewNames = ['balances', 'history', 'analytics'] as const;

/**
 * Does `work` with each view, or with the one that is named.
 * @throws CommandFailure for a name that is no view's, or a store that does not answer
 */
export async function withViews(
  config: CliConfig,
  name: string | undefined,
  work: (view: ReadModel) => Promise<void>,
): Promise<void> {
  if (name !== undefined && !viewNames.some((known) => known === name))
    throw new CommandFailure(`There is no view ${name}: take one of ${viewNames.join(', ')}`, EXIT.usage);
  const views = open(config).filter((view) => name === undefined || view.name === name);
  try {
    for (const view of views) {
      await view.connect().catch((error: Error) => {
        throw new CommandFailure(`The store of ${view.name} does not answer: ${error.message}`);
      });
      await work(view);
    }
  } finally {
    await Promise.all(views.map((view) => view.close()));
  }
}

function open(config: CliConfig): ReadModel[] {
  return [
    new RedisBalances({ url: config.TRINE_REDIS_URL, onError: () => undefined }),
    new MongoHistory({ url: config.TRINE_MONGODB_URL }),
    new ClickHouseAnalytics({ url: config.TRINE_CLICKHOUSE_URL }),
  ];
}
