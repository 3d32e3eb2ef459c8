import { formatPosition, type RecordedEvent } from '@trine/contracts';
import { balancesOf, type Account } from '@trine/domain';
import { Check } from '../check.js';
import { differenceOf } from '../state.js';

/** Every event tells the balances that folding the log up to it gives, and entries are numbered densely. */
export class ToldBalances extends Check {
  see(event: RecordedEvent, account: Account): void {
    this.compared++;
    const { type, data } = event;
    const [told, folded] = [{ ...data.balances }, { ...balancesOf(account) }];
    const at = `${account.id} at ${formatPosition(event)}`;
    const difference = differenceOf(told, folded);
    if (difference !== undefined) this.differ(`${at}: ${difference}`);
    if (type === 'EntryPosted' && data.entry !== account.entries) {
      this.differ(`${at} is entry ${data.entry} instead of ${account.entries}`);
    }
  }
}
