import {
  formatAmount,
  parseAmount,
  partitionOf,
  type AccountResponse,
  type BalanceResponse,
  type RecordedEvent,
} from '@trine/contracts';
import { serverUrl } from '@trine/event-bus/testing';
import { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { RedisBalances } from '../projection.js';
import { BalancesReader } from '../reader.js';

/** A balances view of a test's own on the real server: writer, reader, and the server itself to look into. */
export interface ScratchBalances {
  readonly projection: RedisBalances;
  readonly reader: BalancesReader;
  /** Names of all keys of this view. */
  keys(): Promise<string[]>;
  readonly redis: Redis;
  close(): Promise<void>;
}

export async function openBalances(url = serverUrl('TRINE_REDIS_URL')): Promise<ScratchBalances> {
  const prefix = `test:${randomUUID()}:`;
  const config = { url, prefix, onError: () => undefined };
  const projection = new RedisBalances(config);
  const reader = new BalancesReader(config);
  const redis = new Redis(serverUrl('TRINE_REDIS_URL'));
  await projection.connect();
  await reader.connect();
  const keys = () => redis.keys(`${prefix}*`);
  const close = async () => {
    const left = await keys();
    if (left.length > 0) await redis.del(left);
    await Promise.all([projection.close(), reader.close(), redis.quit()]);
  };
  return { projection, reader, keys, redis, close };
}

/** What the view has to say of every account after these events, by id, worked out from what the events did. */
export function accountsAfter(events: readonly RecordedEvent[]): Map<string, AccountResponse> {
  const accounts = new Map<string, AccountResponse>();
  for (const event of events) {
    const { accountId, version } = event.data;
    const before = event.type === 'AccountOpened' ? opened(event) : accounts.get(accountId)!;
    const after = { ...before, ...movedBy(event, before), version, asOf: event.recordedAt };
    accounts.set(accountId, { ...after, ...changedBy(event) });
  }
  return accounts;
}

export function balanceOf(account: AccountResponse): BalanceResponse {
  const { id, currency, posted, held, available, version, asOf } = account;
  return { accountId: id, currency, posted, held, available, version, asOf };
}

function opened({ data, recordedAt }: RecordedEvent & { type: 'AccountOpened' }): AccountResponse {
  const { accountId, currency, overdraftLimit, name, metadata } = data;
  const zero = formatAmount(0n, currency);
  return {
    id: accountId,
    currency,
    ...(name === undefined ? {} : { name }),
    ...(metadata === undefined ? {} : { metadata }),
    status: 'open',
    overdraftLimit,
    posted: zero,
    held: zero,
    available: overdraftLimit,
    version: 1,
    openedAt: recordedAt,
    asOf: recordedAt,
  };
}

/** Posted and held from the amounts that moved, not from the balances that the events tell. */
function movedBy(event: RecordedEvent, { currency, posted, held }: AccountResponse) {
  const minor = (text: string) => parseAmount(text, currency);
  const added = (text: string, change: bigint) => formatAmount(minor(text) + change, currency);
  switch (event.type) {
    case 'EntryPosted': {
      const { direction, amount, holdId } = event.data;
      const debit = direction === 'debit';
      const change = debit ? -minor(amount) : minor(amount);
      return {
        posted: added(posted, change),
        ...(debit && holdId !== undefined && { held: added(held, change) }),
      };
    }
    case 'HoldPlaced':
      return { held: added(held, minor(event.data.amount)) };
    case 'HoldCaptured':
      return { held: added(held, -minor(event.data.released)) };
    case 'HoldReleased':
      return { held: added(held, -minor(event.data.amount)) };
    default:
      return {};
  }
}

function changedBy(event: RecordedEvent): Partial<AccountResponse> {
  if (event.type === 'AccountFrozen') return { status: 'frozen' };
  if (event.type === 'AccountUnfrozen') return { status: 'open' };
  if (event.type === 'AccountClosed') return { status: 'closed' };
  return event.type === 'LimitsChanged' ? { overdraftLimit: event.data.overdraftLimit } : {};
}

/** The events of an account's partition, which is where its position is. */
export const inPartitionOf = (accountId: string, events: readonly RecordedEvent[]) =>
  events.filter(({ partition }) => partition === partitionOf(accountId));
