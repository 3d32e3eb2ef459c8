import { AnalyticsCopies } from '@trine/analytics';
import { BalancesCopies } from '@trine/balances';
import type { ViewCopies } from '@trine/event-bus';
import { HistoryCopies } from '@trine/history';
import type { CliConfig } from './config.js';

/** Errors that come up where nobody waits: whoever asks next hears of them. */
const onError = () => undefined;

const copies = {
  balances: (config) => new BalancesCopies({ url: config.TRINE_REDIS_URL, onError }),
  history: (config) => new HistoryCopies({ url: config.TRINE_MONGODB_URL }),
  analytics: (config) => new AnalyticsCopies({ url: config.TRINE_CLICKHOUSE_URL }),
} satisfies Record<string, (config: CliConfig) => ViewCopies>;

export type ViewName = keyof typeof copies;
export const viewNames = Object.keys(copies) as ViewName[];

/** The copies of a view in its store. */
export function copiesOf(view: ViewName, config: CliConfig): ViewCopies {
  return copies[view](config);
}
