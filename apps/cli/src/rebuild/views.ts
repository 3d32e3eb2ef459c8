import { BalancesCopies } from '@trine/balances';
import type { ViewCopies } from '@trine/event-bus';
import type { CliConfig } from '../config.js';

/** Errors that come up where nobody waits: whoever asks next hears of them. */
const onError = () => undefined;

const copies = {
  balances: (config) => new BalancesCopies({ url: config.TRINE_REDIS_URL, onError }),
} satisfies Record<string, (config: CliConfig) => ViewCopies>;

export type ViewName = keyof typeof copies;
export const VIEWS = Object.keys(copies) as ViewName[];

/** The copies of a view in its store. */
export function copiesOf(view: ViewName, config: CliConfig): ViewCopies {
  return copies[view](config);
}
