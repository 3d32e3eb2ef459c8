import { partitionOf } from '../log/partition.js';
import { formatAmount } from '../money/amount.js';
import { UNLIMITED } from '../money/overdraft.js';
import type { LedgerEvent } from '../events/catalogue.js';
import type { AccountOpened } from '../events/account-opened.js';
import type { EntryPosted } from '../events/entry-posted.js';
import type { ReleaseReason } from '../events/holds.js';
import type { TransferDeclined } from '../events/transfer-declined.js';
import type { RecordedEvent } from '../events/recorded-event.js';

type Texts = Pick<EntryPosted, 'category' | 'reference' | 'description' | 'metadata'>;

interface TestLeg {
  readonly from: string;
  readonly to: string;
  readonly amountMinor: bigint;
}

type Movement = Texts & { readonly id?: string; readonly occurredAt?: string };
type OneLeg = TestLeg & Movement & Pick<EntryPosted, 'reverses'>;
type TestHold = TestLeg & Texts & { readonly id: string; readonly expiresAt?: string };

interface TestAccount {
  readonly currency: string;
  version: number;
  entries: number;
  posted: bigint;
  held: bigint;
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
  private readonly holds = new Map<string, TestHold & { captured: bigint; remaining: bigint }>();
  private readonly heads = new Map<number, number>();
  private commands = 0;

  open(accountId: string, currency = 'CZK', profile: Pick<AccountOpened, 'name' | 'metadata'> = {}): this {
    const account = { currency, version: 0, entries: 0, posted: 0n, held: 0n };
    this.accounts.set(accountId, account);
    const data = { accountId, currency, overdraftLimit: UNLIMITED, ...profile };
    return this.record({ type: 'AccountOpened', data: { ...data, ...this.standing(account) } });
  }

  change(type: 'AccountFrozen' | 'AccountUnfrozen' | 'AccountClosed', accountId: string): this {
    return this.record({ type, data: this.changed(accountId) });
  }

  /** Tells another limit; what is available stays unlimited. */
  limit(accountId: string, overdraftLimit: string): this {
    return this.record({ type: 'LimitsChanged', data: { ...this.changed(accountId), overdraftLimit } });
  }

  transfer({ from, to, amountMinor, ...movement }: OneLeg): this {
    return this.transferLegs([{ from, to, amountMinor }], movement);
  }

  transferLegs(legs: readonly TestLeg[], movement: Movement & Pick<EntryPosted, 'reverses'> = {}): this {
    legs.forEach((leg, index) =>
      this.post(leg, { ...this.movement(leg, movement), leg: index, legs: legs.length }),
    );
    this.commands += 1;
    return this;
  }

  decline(movement: OneLeg, of: Pick<TransferDeclined, 'operation' | 'reason' | 'holdId'> = DECLINED): this {
    const account = this.account(movement.from);
    const { from, to, amountMinor, ...texts } = movement;
    const common = this.movement({ from, to, amountMinor }, texts);
    const side = { accountId: from, counterparty: to, leg: 0, legs: 1 };
    const data = { ...common, ...side, ...of, ...this.standing(account) };
    if (of.operation !== 'hold') return this.record({ type: 'TransferDeclined', data });
    const { transferId: _, ...withoutTransfer } = data;
    return this.record({ type: 'TransferDeclined', data: withoutTransfer });
  }

  hold(hold: TestHold): this {
    const account = this.account(hold.from);
    account.held += hold.amountMinor;
    this.holds.set(hold.id, { ...hold, captured: 0n, remaining: hold.amountMinor });
    const { from: _from, to: _to, id: _id, amountMinor, ...rest } = hold;
    const amount = formatAmount(amountMinor, account.currency);
    return this.record({ type: 'HoldPlaced', data: { ...this.ofHold(hold.id), amount, ...rest } });
  }

  /** As transfer `transferId`; `final` gives the rest back. */
  capture(holdId: string, amountMinor: bigint, transferId: string, final = false): this {
    const hold = this.held(holdId);
    const account = this.account(hold.from);
    const { from, to, category } = hold;
    account.held -= amountMinor;
    const movement = this.movement(
      { from, to, amountMinor },
      { id: transferId, ...(category && { category }) },
    );
    this.post({ from, to, amountMinor }, { ...movement, holdId, leg: 0, legs: 1 });
    hold.captured += amountMinor;
    hold.remaining -= amountMinor;
    const released = final ? hold.remaining : 0n;
    hold.remaining -= released;
    account.held -= released;
    const [amount, captured, remaining, given] = [amountMinor, hold.captured, hold.remaining, released].map(
      (minor) => formatAmount(minor, account.currency),
    ) as [string, string, string, string];
    const data = { ...this.ofHold(holdId), transferId, amount, captured, remaining, released: given };
    return this.record({ type: 'HoldCaptured', data });
  }

  release(holdId: string, reason: ReleaseReason): this {
    const hold = this.held(holdId);
    const account = this.account(hold.from);
    const amount = formatAmount(hold.remaining, account.currency);
    const captured = formatAmount(hold.captured, account.currency);
    account.held -= hold.remaining;
    hold.remaining = 0n;
    return this.record({ type: 'HoldReleased', data: { ...this.ofHold(holdId), reason, amount, captured } });
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

  private movement({ from, to, amountMinor }: TestLeg, { id, occurredAt, ...rest }: Movement) {
    const { currency } = this.account(from);
    if (this.account(to).currency !== currency)
      throw new Error(`${from} and ${to} hold different currencies`);
    const amount = formatAmount(amountMinor, currency);
    const transferId = id ?? `tr_${this.commands}`;
    return { transferId, amount, currency, ...rest, occurredAt: occurredAt ?? this.now() };
  }

  private post(
    { from, to, amountMinor }: TestLeg,
    movement: Omit<
      EntryPosted,
      'accountId' | 'counterparty' | 'entry' | 'direction' | 'version' | 'balances'
    >,
  ): void {
    for (const direction of ['debit', 'credit'] as const) {
      const [accountId, counterparty] = direction === 'debit' ? [from, to] : [to, from];
      const account = this.account(accountId);
      account.posted += direction === 'debit' ? -amountMinor : amountMinor;
      account.entries += 1;
      const side = { accountId, counterparty, entry: account.entries, direction };
      this.put({ type: 'EntryPosted', data: { ...movement, ...side, ...this.standing(account) } });
    }
  }

  private changed(accountId: string) {
    const account = this.account(accountId);
    return { accountId, currency: account.currency, ...this.standing(account) };
  }

  private ofHold(holdId: string) {
    const { from, to } = this.held(holdId);
    return { ...this.changed(from), holdId, to };
  }

  private standing(account: TestAccount) {
    account.version += 1;
    const posted = formatAmount(account.posted, account.currency);
    const held = formatAmount(account.held, account.currency);
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

  private held(id: string) {
    const hold = this.holds.get(id);
    if (hold === undefined) throw new Error(`${id} was not placed`);
    return hold;
  }
}

const DECLINED = { operation: 'transfer', reason: 'insufficient_funds' } as const;
