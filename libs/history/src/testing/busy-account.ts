import { TestLedger } from '@trine/contracts/testing';

const DAY_MS = 86_400_000;
const categories = ['groceries', 'salary', undefined];
const references = ['Invoice 17', 'invoice (18)', 'Gebühr', undefined];

/** An account with so many entries, both directions, one a day, now and then out of order. */
export function busyAccount(id: string, entries: number) {
  const ledger = new TestLedger().open(id).open(`${id}-other`);
  for (let i = 0; i < entries; i++) {
    const [from, to] = i % 3 === 0 ? [`${id}-other`, id] : [id, `${id}-other`];
    ledger.transfer({
      id: `${id}-${i}`,
      from,
      to,
      amountMinor: BigInt((i * 37) % 1000) + 1n,
      occurredAt: new Date(Date.UTC(2026, 0, 1) + (i - (i % 7 === 0 ? 20 : 0)) * DAY_MS).toISOString(),
      ...(categories[i % 3] !== undefined && { category: categories[i % 3] }),
      ...(references[i % 4] !== undefined && { reference: references[i % 4] }),
      ...(i % 5 === 0 && { description: `100% of *${i}*` }),
    });
  }
  return ledger;
}
