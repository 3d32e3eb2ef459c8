import {
  formatAmount,
  parseAmount,
  type CategoriesResponse,
  type RecordedEvent,
  type VolumeInterval,
  type VolumeResponse,
} from '@trine/contracts';

type Debit = Extract<RecordedEvent, { type: 'EntryPosted' }>['data'];

/** The debits of a log: one for each leg of a transfer. */
export function debitsIn(events: readonly RecordedEvent[]): Debit[] {
  return events.flatMap(({ type, data }) =>
    type === 'EntryPosted' && data.direction === 'debit' ? [data] : [],
  );
}

export function categoriesIn(debits: readonly Debit[]): CategoriesResponse['categories'] {
  return totalsBy(debits, ({ category }) => category ?? '').map(({ group, ...totals }) => ({
    category: group === '' ? null : group,
    ...totals,
  }));
}

export function volumeIn(debits: readonly Debit[], interval: VolumeInterval): VolumeResponse['buckets'] {
  return totalsBy(debits, ({ occurredAt }) => beginning(occurredAt, interval)).map(
    ({ group, ...totals }) => ({
      start: group,
      ...totals,
    }),
  );
}

/** Summed up in plain arithmetic, in order of group and currency. */
function totalsBy(debits: readonly Debit[], groupOf: (debit: Debit) => string) {
  const sums = new Map<string, { group: string; currency: string; transfers: number; minor: bigint }>();
  for (const debit of debits) {
    const { currency, amount } = debit;
    const group = groupOf(debit);
    const key = `${group}\n${currency}`;
    const sum = sums.get(key) ?? { group, currency, transfers: 0, minor: 0n };
    sums.set(key, { ...sum, transfers: sum.transfers + 1, minor: sum.minor + parseAmount(amount, currency) });
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { minor, ...sum }]) => ({ ...sum, amount: formatAmount(minor, sum.currency) }));
}

function beginning(time: string, interval: VolumeInterval): string {
  const date = new Date(time);
  if (interval !== 'hour') date.setUTCHours(0);
  date.setUTCMinutes(0, 0, 0);
  if (interval === 'week') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  if (interval === 'month') date.setUTCDate(1);
  return date.toISOString();
}
