import type { RecordedEvent } from '@trine/contracts';
import { balancesOf, type Account } from '@trine/domain';
import { Check } from '../check.js';

/** Every event tells the balances that folding the log up to it gives, and entries are numbered densely. */
export class ToldBalances extends Check {
  see({ type, data, sequence, partition }: RecordedEvent, account: Account): void {
    this.compared++;
    const [told, folded] = [data.balances, balancesOf(account)];
    const same =
      told.posted === folded.posted && told.held === folded.held && told.available === folded.available;
    const at = `${account.id} at ${partition}:${sequence}`;
    if (!same)
      this.differ(`${at} tells ${JSON.stringify(told)}, the log adds up to ${JSON.stringify(folded)}`);
    if (type === 'EntryPosted' && data.entry !== account.entries) {
      this.differ(`${at} is entry ${data.entry} instead of ${account.entries}`);
    }
  }

  finish(): void {
    // Each event was compared when it was seen.
  }
}
