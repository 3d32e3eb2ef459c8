import { partitionOf } from '../log/partition.js';
import { formatAmount } from '../money/amount.js';
import { UNLIMITED } from '../money/overdraft.js';
import type { LedgerEvent } from '../events/catalogue.js';
import type { EntryPosted } from '../events/entry-posted.js';
import type { RecordedEvent } from '../events/recorded-event.js';

type Movement = Pick<EntryPosted, 'category' | 'reference' | 'description' | 'metadata'> & {
  readonly from: string;
  readonly to: string;
  readonly amountMinor: bigint;
  readonly id?: string;
  readonly occurredAt?: string;
};

interface TestAccount {
  readonly currency: string;
  version: number;
  entries: number;
  posted: bigint;
}

/** 2026-01-01, and one millisecond more with each command. */
const EPOCH_MS = Date.UTC(2026, 0, 1);

/**
 * Makes logs for the tests of what reads them: events as the write side records them, with versions, entry numbers,
 * balances and dense sequences that are right, but nothing is decided (accounts are unlimited).
 */
export class TestLedger {
  readonly events: RecordedEvent[] = [];
  private readonly accounts = new Map<string, TestAccount>();
  private readonly heads = new Map<number, number>();
  private commands = 0;

  open(accountId: string, currency = 'CZK'): this {
    const account = { currency, version: 0, entries: 0, posted: 0n };
    this.accounts.set(accountId, account);
    const data = { accountId, currency, overdraftLimit: UNLIMITED };
    return this.record({ type: 'AccountOpened', data: { ...data, ...this.standing(account) } });
  }

  transfer(movement: Movement): this {
    const common = this.common(movement);
    for (const direction of ['debit', 'credit'] as const) {
      const { accountId, counterparty } = sideOf(movement, direction);
      const account = this.account(accountId);
      account.posted += direction === 'debit' ? -movement.amountMinor : movement.amountMinor;
      account.entries += 1;
      const side = { accountId, counterparty, entry: account.entries, direction };
      this.put({ type: 'EntryPosted', data: { ...common, ...side, ...this.standing(account) } });
    }
    this.commands += 1;
    return this;
  }

  decline(movement: Movement): this {
    const account = this.account(movement.from);
    const side = { ...sideOf(movement, 'debit'), reason: 'insufficient_funds' as const };
    const data = { ...this.common(movement), ...side, ...this.standing(account) };
    return this.record({ type: 'TransferDeclined', data });
  }

  /** The log by partition, each in order. */
  byPartition(): Map<number, RecordedEvent[]> {
    const partitions = new Map<number, RecordedEvent[]>();
    for (const event of this.events) {
      const events = partitions.get(event.partition) ?? [];
      events.push(event);
      partitions.set(event.partition, events);
    }
    return partitions;
  }

  private common({ id, from, to, amountMinor, occurredAt, ...texts }: Movement) {
    const { currency } = this.account(from);
    if (this.account(to).currency !== currency)
      throw new Error(`${from} and ${to} hold different currencies`);
    return {
      transferId: id ?? `tr_${this.commands}`,
      leg: 0,
      legs: 1,
      amount: formatAmount(amountMinor, currency),
      currency,
      ...texts,
      occurredAt: occurredAt ?? this.now(),
    };
  }

  private standing(account: TestAccount) {
    account.version += 1;
    const posted = formatAmount(account.posted, account.currency);
    const held = formatAmount(0n, account.currency);
    return { version: account.version, balances: { posted, held, available: UNLIMITED } };
  }

  private record(event: LedgerEvent): this {
    this.put(event);
    this.commands += 1;
    return this;
  }

  private put(event: LedgerEvent): void {
    const partition = partitionOf(event.data.accountId);
    const sequence = (this.heads.get(partition) ?? 0) + 1;
    this.heads.set(partition, sequence);
    this.events.push({ ...event, partition, sequence, recordedAt: this.now() });
  }

  private now(): string {
    return new Date(EPOCH_MS + this.commands).toISOString();
  }

  private account(id: string): TestAccount {
    const account = this.accounts.get(id);
    if (account === undefined) throw new Error(`${id} was not opened`);
    return account;
  }
}

function sideOf({ from, to }: Movement, direction: 'debit' | 'credit') {
  return direction === 'debit'
    ? { accountId: from, counterparty: to }
    : { accountId: to, counterparty: from };
}
