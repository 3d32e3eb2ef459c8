import { createHash, randomUUID } from 'node:crypto';
import { decide, LedgerState, takenHoldOf, takenTransferOf, type Command } from '@trine/domain';
import type { Append } from '../event-store.js';
import { PostgresEventStore } from '../postgres-event-store.js';

/** The only writer of a log: decides on a ledger that it keeps in memory and appends one command at a time. */
export class TestWriter {
  private readonly ledger = new LedgerState();
  private recordedAt = 0;

  private constructor(private readonly store: PostgresEventStore) {}

  static async connect(url: string): Promise<TestWriter> {
    return new TestWriter(await PostgresEventStore.connect(url));
  }

  /** Appends what came of it, which is nothing when it was refused, and says whether it was accepted. */
  async write(command: Command): Promise<boolean> {
    this.recordedAt = Math.max(this.recordedAt, Date.now());
    const decision = decide(command, this.ledger, new Date(this.recordedAt).toISOString());
    if (decision.outcome === 'refused') return false;
    const before = new LedgerState(this.ledger);
    this.ledger.applyAll(decision.events);
    await this.store.append({
      recordedAt: this.recordedAt,
      commands: [{ ...answered(), events: decision.events }],
      ...this.changes(before, command),
      verified: [],
    });
    return decision.outcome === 'accepted';
  }

  close(): Promise<void> {
    return this.store.close();
  }

  /** What is another object than before has changed. */
  private changes(
    before: LedgerState,
    command: Command,
  ): Omit<Append, 'recordedAt' | 'commands' | 'verified'> {
    const accounts = changed(before.accounts, this.ledger.accounts);
    const transfers = changed(before.transfers, this.ledger.transfers);
    const holds = changed(before.holds, this.ledger.holds);
    const [taken, held] = [takenTransferOf(command), takenHoldOf(command)];
    return {
      updated: accounts
        .filter(({ id }) => before.accounts.has(id))
        .map((account) => ({ expectedVersion: before.accounts.get(account.id)!.version, account })),
      opened: accounts.filter(({ id }) => !before.accounts.has(id)),
      posted: transfers.filter(({ id }) => id === taken),
      reversed: transfers
        .filter(({ id }) => id !== taken)
        .map((transfer) => ({ expected: before.transfers.get(transfer.id)!.reversed, transfer })),
      placed: holds.filter(({ id }) => id === held),
      resolved: holds
        .filter(({ id }) => id !== held)
        .map((hold) => ({ expected: before.holds.get(hold.id)!.captured, hold })),
    };
  }
}

function changed<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): T[] {
  return [...after].filter(([id, value]) => before.get(id) !== value).map(([, value]) => value);
}

function answered() {
  const key = randomUUID();
  return { key, bodyHash: createHash('sha256').update(key).digest(), status: 201, response: '{}' };
}
