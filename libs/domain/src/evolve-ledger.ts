import { parseAmount, type EventData, type LedgerEvent } from '@trine/contracts';
import type { Account } from './accounts/account.js';
import { evolve } from './evolve.js';
import type { Hold } from './holds/hold.js';
import type { Ledger } from './ledger.js';
import { textsOf, type Transfer } from './transfers/transfer.js';

/** A ledger that events are folded into, one after the other. */
export class LedgerState implements Ledger {
  readonly accounts: Map<string, Account>;
  readonly holds: Map<string, Hold>;
  readonly transfers: Map<string, Transfer>;

  /** Begins as a copy; `before` itself stays as it is. */
  constructor(before: Ledger = EMPTY) {
    this.accounts = new Map(before.accounts);
    this.holds = new Map(before.holds);
    this.transfers = new Map(before.transfers);
  }

  /** @throws Error when the event cannot follow */
  apply(event: LedgerEvent): void {
    const { accountId } = event.data;
    this.accounts.set(accountId, evolve(this.accounts.get(accountId), event));
    switch (event.type) {
      case 'EntryPosted':
        if (event.data.direction === 'debit') this.applyDebit(event.data);
        break;
      case 'HoldPlaced':
        this.holds.set(event.data.holdId, placed(event.data));
        break;
      case 'HoldCaptured':
        this.applyCapture(event.data);
        break;
      case 'HoldReleased':
        this.holds.set(event.data.holdId, { ...this.hold(event.data.holdId), status: event.data.reason });
        break;
      default:
      // The others change their account and nothing beside.
    }
  }

  applyAll(events: readonly LedgerEvent[]): this {
    for (const event of events) this.apply(event);
    return this;
  }

  private applyDebit(data: EventData<'EntryPosted'>): void {
    const { transferId: id, accountId: from, counterparty: to, currency, reverses } = data;
    const amount = parseAmount(data.amount, currency);
    const legs = [...(this.transfers.get(id)?.legs ?? []), { from, to, amount, currency }];
    this.transfers.set(id, { id, legs, reversed: 0n, ...(reverses === undefined ? {} : { reverses }) });
    const original = reverses === undefined ? undefined : this.transfers.get(reverses);
    if (original === undefined) return;
    const whole = original.legs[0]!.amount;
    const reversed = original.legs.length > 1 ? whole : original.reversed + amount;
    this.transfers.set(original.id, { ...original, reversed });
  }

  private applyCapture({ holdId, currency, ...data }: EventData<'HoldCaptured'>): void {
    const captured = parseAmount(data.captured, currency);
    const status = parseAmount(data.remaining, currency) === 0n ? 'captured' : 'open';
    this.holds.set(holdId, { ...this.hold(holdId), captured, status });
  }

  private hold(id: string): Hold {
    const hold = this.holds.get(id);
    if (hold === undefined) throw new Error(`Hold ${id} was never placed`);
    return hold;
  }
}

const EMPTY: Ledger = { accounts: new Map(), holds: new Map(), transfers: new Map() };

function placed(data: EventData<'HoldPlaced'>): Hold {
  const { holdId: id, accountId, to, currency, expiresAt } = data;
  const amount = parseAmount(data.amount, currency);
  const expiry = expiresAt === undefined ? {} : { expiresAt };
  return {
    id,
    accountId,
    to,
    currency,
    amount,
    captured: 0n,
    status: 'open',
    ...expiry,
    texts: textsOf(data),
  };
}
