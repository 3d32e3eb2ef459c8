import type { LedgerEvent } from '@trine/contracts';
import { LedgerState, type Account, type Hold, type Ledger, type Transfer } from '@trine/domain';
import type { Append } from '@trine/event-store';

/** The ledger as the commands of a group leave it one after the other, and what of it has changed since `before`. */
export class GroupStates {
  private state: LedgerState;
  private touched: Touched;

  constructor(private readonly before: Ledger) {
    this.state = new LedgerState(before);
    this.touched = { accounts: new Set(), transfers: new Set(), holds: new Set(), basis: new Set() };
  }

  get current(): Ledger {
    return this.state;
  }

  /** Accounts that a decision rests on though it does not change them. */
  restOn(accounts: Iterable<string>): void {
    for (const id of accounts) if (this.before.accounts.has(id)) this.touched.basis.add(id);
  }

  take(events: readonly LedgerEvent[]): void {
    const { accounts, transfers, holds } = this.touched;
    for (const event of events) {
      this.state.apply(event);
      accounts.add(event.data.accountId);
      if (event.type === 'EntryPosted' && event.data.direction === 'debit') {
        transfers.add(event.data.transferId);
        if (event.data.reverses !== undefined) transfers.add(event.data.reverses);
      } else if (
        'holdId' in event.data &&
        event.data.holdId !== undefined &&
        event.type !== 'TransferDeclined'
      ) {
        holds.add(event.data.holdId);
      }
    }
  }

  /** Where to go back to, when commands that are only recorded together are refused. */
  mark(): () => void {
    const state = new LedgerState(this.state);
    const { accounts, transfers, holds, basis } = this.touched;
    const touched = {
      accounts: new Set(accounts),
      transfers: new Set(transfers),
      holds: new Set(holds),
      basis: new Set(basis),
    };
    return () => {
      this.state = state;
      this.touched = touched;
    };
  }

  changes(): Omit<Append, 'recordedAt' | 'commands'> {
    return { ...this.accountChanges(), ...this.transferChanges(), ...this.holdChanges() };
  }

  private accountChanges(): Pick<Append, 'opened' | 'updated' | 'verified'> {
    const opened: Account[] = [];
    const updated: { expectedVersion: number; account: Account }[] = [];
    for (const id of this.touched.accounts) {
      const account = this.state.accounts.get(id)!;
      const previous = this.before.accounts.get(id);
      if (previous === undefined) opened.push(account);
      else updated.push({ expectedVersion: previous.version, account });
    }
    const verified = [...this.touched.basis]
      .filter((id) => !this.touched.accounts.has(id))
      .map((id) => ({ id, version: this.before.accounts.get(id)!.version }));
    return { opened, updated, verified };
  }

  private transferChanges(): Pick<Append, 'posted' | 'reversed'> {
    const posted: Transfer[] = [];
    const reversed: { expected: bigint; transfer: Transfer }[] = [];
    for (const id of this.touched.transfers) {
      const transfer = this.state.transfers.get(id)!;
      const previous = this.before.transfers.get(id);
      if (previous === undefined) posted.push(transfer);
      else reversed.push({ expected: previous.reversed, transfer });
    }
    return { posted, reversed };
  }

  private holdChanges(): Pick<Append, 'placed' | 'resolved'> {
    const placed: Hold[] = [];
    const resolved: { expected: bigint; hold: Hold }[] = [];
    for (const id of this.touched.holds) {
      const hold = this.state.holds.get(id)!;
      const previous = this.before.holds.get(id);
      if (previous === undefined) placed.push(hold);
      else resolved.push({ expected: previous.captured, hold });
    }
    return { placed, resolved };
  }
}

interface Touched {
  readonly accounts: Set<string>;
  readonly transfers: Set<string>;
  readonly holds: Set<string>;
  readonly basis: Set<string>;
}
