import {
  formatAmount,
  parseAmount,
  type CategoriesResponse,
  type DeclinesResponse,
  type FlowsResponse,
  type RecordedEvent,
  type TopAccountsResponse,
  type VolumeInterval,
  type VolumeResponse,
} from '@trine/contracts';

type DataOf<T extends RecordedEvent['type']> = Extract<RecordedEvent, { type: T }>['data'];
export type Entry = DataOf<'EntryPosted'>;
type Decline = DataOf<'TransferDeclined'>;

export function entriesIn(events: readonly RecordedEvent[]): Entry[] {
  return events.flatMap(({ type, data }) => (type === 'EntryPosted' ? [data] : []));
}

/** The debits of a log: one for each leg of a transfer. */
export function debitsIn(events: readonly RecordedEvent[]): Entry[] {
  return entriesIn(events).filter(({ direction }) => direction === 'debit');
}

export function declinesIn(events: readonly RecordedEvent[]): Decline[] {
  return events.flatMap(({ type, data }) => (type === 'TransferDeclined' ? [data] : []));
}

export function categoriesIn(debits: readonly Entry[]): CategoriesResponse['categories'] {
  return sumsBy(debits, ({ category = '', currency }) => [category, currency]).map(({ key, of, amount }) => {
    const [category = '', currency = ''] = key;
    return { category: category || null, currency, transfers: transfersIn(of), amount };
  });
}

export function volumeIn(debits: readonly Entry[], interval: VolumeInterval): VolumeResponse['buckets'] {
  const keyOf = ({ occurredAt, currency }: Entry) => [beginning(occurredAt, interval), currency];
  return sumsBy(debits, keyOf).map(({ key, of, amount }) => {
    const [start = '', currency = ''] = key;
    return { start, currency, transfers: transfersIn(of), amount };
  });
}

export function declinesBy(
  declines: readonly Decline[],
  interval: VolumeInterval,
): DeclinesResponse['buckets'] {
  const keyOf = ({ occurredAt, reason, currency }: Decline) => [
    beginning(occurredAt, interval),
    reason,
    currency,
  ];
  return sumsBy(declines, keyOf).map(({ key, of, amount }) => {
    const [start = '', , currency = ''] = key;
    return { start, reason: of[0]!.reason, currency, declines: of.length, amount };
  });
}

export function flowsIn(entries: readonly Entry[]): FlowsResponse['flows'] {
  return groupsBy(entries, ({ currency }) => [currency]).map(({ of }) => flowOf(of));
}

/** Of all accounts, in order of id. */
export function accountFlowsIn(entries: readonly Entry[]): TopAccountsResponse['accounts'] {
  return groupsBy(entries, ({ accountId }) => [accountId]).map(({ key, of }) => ({
    accountId: key[0]!,
    entries: of.length,
    ...flowOf(of),
  }));
}

function flowOf(entries: readonly Entry[]): FlowsResponse['flows'][number] {
  const { currency } = entries[0]!;
  const of = (direction: Entry['direction']) =>
    minorOf(entries.filter((each) => each.direction === direction));
  const [moneyIn, moneyOut] = [of('credit'), of('debit')];
  const [received, left, net] = [moneyIn, moneyOut, moneyIn - moneyOut].map((minor) =>
    formatAmount(minor, currency),
  );
  return { currency, in: received!, out: left!, net: net! };
}

function transfersIn(debits: readonly Entry[]): number {
  return debits.filter(({ leg }) => leg === 0).length;
}

interface Money {
  readonly amount: string;
  readonly currency: string;
}

function minorOf(movements: readonly Money[]): bigint {
  return movements.reduce((sum, { amount, currency }) => sum + parseAmount(amount, currency), 0n);
}

/** Summed up in plain arithmetic, in order of the key. */
function sumsBy<T extends Money>(movements: readonly T[], keyOf: (movement: T) => readonly string[]) {
  return groupsBy(movements, keyOf).map(({ key, of }) => ({
    key,
    of,
    amount: formatAmount(minorOf(of), of[0]!.currency),
  }));
}

function groupsBy<T>(movements: readonly T[], keyOf: (movement: T) => readonly string[]) {
  const groups = new Map<string, { key: readonly string[]; of: T[] }>();
  for (const movement of movements) {
    const key = keyOf(movement);
    const text = key.join('\n');
    const group = groups.get(text) ?? { key, of: [] };
    group.of.push(movement);
    groups.set(text, group);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

function beginning(time: string, interval: VolumeInterval): string {
  const date = new Date(time);
  if (interval !== 'hour') date.setUTCHours(0);
  date.setUTCMinutes(0, 0, 0);
  if (interval === 'week') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  if (interval === 'month') date.setUTCDate(1);
  return date.toISOString();
}
