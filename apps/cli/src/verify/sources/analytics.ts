import type { AnalyticsReader, AppliedSum, AppliedSums as Found } from '@trine/analytics';
import { parseAmount, type RecordedEvent } from '@trine/contracts';
import type { Check } from '../check.js';
import { added, AppliedSums, digestOf, type Sum } from '../checks/applied-sums.js';
import type { Scope } from '../scope.js';

export async function analyticsChecks(reader: AnalyticsReader, { starts }: Scope): Promise<Check[]> {
  const applied = await reader.positions();
  const found = { accounts: new Sums(), categories: new Sums(), declines: new Sums(), holds: new Sums() };
  for (const { partition, sequence: after } of starts) {
    const sums: Found = await reader.appliedSums(partition, after, applied.get(partition) ?? 0);
    for (const kind of Object.keys(found) as (keyof Found)[]) found[kind].add(sums[kind]);
  }
  const { accounts, categories, declines, holds } = found;
  return [
    new AppliedSums('ClickHouse: entries by account', accounts, applied, entries),
    new AppliedSums('ClickHouse: sums by category', categories, applied, categorySums),
    new AppliedSums('ClickHouse: declines by account', declines, applied, declined),
    new AppliedSums('ClickHouse: holds by account', holds, applied, held),
  ];
}

/** By what they are about and currency; a category lies in several partitions. */
class Sums extends Map<string, Sum> {
  add(sums: readonly AppliedSum[]): void {
    for (const { of, currency, ...sum } of sums) {
      const key = `${of} ${currency}`;
      this.set(key, added(this.get(key), sum));
    }
  }
}

type Part = { of: string } & Sum;

function entries({ type, data, sequence, recordedAt }: RecordedEvent): Part | undefined {
  if (type !== 'EntryPosted') return undefined;
  const { accountId, currency, direction, balances, category = '', reverses = '', holdId = '' } = data;
  const amount = parseAmount(data.amount, currency);
  const texts = [data.counterparty, category, reverses, holdId];
  const digest = digestOf(
    ...[sequence, data.entry, data.transferId, data.leg, direction, amount],
    ...[parseAmount(balances.posted, currency), ...texts, ...times(data.occurredAt, recordedAt)],
  );
  return { of: `${accountId} ${currency}`, count: 1, sum: direction === 'credit' ? amount : -amount, digest };
}

function categorySums({ type, data }: RecordedEvent): Part | undefined {
  if (type !== 'EntryPosted' || data.direction === 'credit') return undefined;
  const sum = parseAmount(data.amount, data.currency);
  return { of: `${data.category ?? ''} ${data.currency}`, count: data.leg === 0 ? 1 : 0, sum, digest: 0n };
}

function declined({ type, data, sequence, recordedAt }: RecordedEvent): Part | undefined {
  if (type !== 'TransferDeclined') return undefined;
  const { accountId, currency, operation, reason, counterparty } = data;
  const { transferId = '', holdId = '', reverses = '', category = '' } = data;
  const sum = parseAmount(data.amount, currency);
  const ids = [transferId, holdId, reverses];
  const texts = [counterparty, category];
  const digest = digestOf(
    ...[sequence, operation, ...ids, reason, sum, ...texts],
    ...times(data.occurredAt, recordedAt),
  );
  return { of: `${accountId} ${currency}`, count: 1, sum, digest };
}

function held(event: RecordedEvent): Part | undefined {
  const { type, data, sequence, recordedAt } = event;
  if (type !== 'HoldPlaced' && type !== 'HoldCaptured' && type !== 'HoldReleased') return undefined;
  const { accountId, currency, holdId, to } = data;
  const minor = (amount: string) => parseAmount(amount, currency);
  const [what, transferId, placed, captured, released, category, expiresAt] = (() => {
    switch (type) {
      case 'HoldPlaced':
        return ['placed', '', minor(data.amount), 0n, 0n, data.category ?? '', data.expiresAt] as const;
      case 'HoldCaptured':
        return ['captured', data.transferId, 0n, minor(data.amount), minor(data.released), ''] as const;
      case 'HoldReleased':
        return [data.reason, '', 0n, 0n, minor(data.amount), ''] as const;
    }
  })();
  const digest = digestOf(
    ...[sequence, holdId, what, to, transferId, placed, captured, released, category],
    ...[expiresAt === undefined ? '' : Date.parse(expiresAt), Date.parse(recordedAt)],
  );
  return { of: `${accountId} ${currency}`, count: 1, sum: placed - captured - released, digest };
}

/** In ms since 1970. */
function times(...texts: string[]): number[] {
  return texts.map((text) => Date.parse(text));
}
