import { formatAmount, parseAmount, type RecordedEvent } from '@trine/contracts';
import { Check } from '../check.js';

/** No money comes from nowhere: debits and credits of a currency are equal at every commit. */
export class Conservation extends Check {
  private readonly sums = new Map<string, bigint>();

  see(event: RecordedEvent): void {
    if (event.type !== 'EntryPosted') return;
    const { amount, currency, direction } = event.data;
    const minor = parseAmount(amount, currency);
    this.sums.set(currency, (this.sums.get(currency) ?? 0n) + (direction === 'credit' ? minor : -minor));
  }

  override async finish(): Promise<void> {
    for (const [currency, sum] of this.sums) {
      this.compared++;
      if (sum !== 0n) this.differ(`all entries in ${currency} add up to ${formatAmount(sum, currency)}`);
    }
  }
}
