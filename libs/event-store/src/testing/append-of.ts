import { createHash, randomUUID } from 'node:crypto';
import { decide, LedgerState, takenTransferOf, type Account, type Command, type Ledger } from '@trine/domain';
import type { Append } from '../event-store.js';

/** One command decided on `accounts` as an append; its answer is empty. */
export function appendOf(
  command: Command,
  accounts: ReadonlyMap<string, Account>,
  key: string = randomUUID(),
): Append {
  const recordedAt = Date.now();
  const before: Ledger = { accounts, holds: new Map(), transfers: new Map() };
  const decision = decide(command, before, new Date(recordedAt).toISOString());
  const events = decision.outcome === 'refused' ? [] : decision.events;
  const after = new LedgerState(before).applyAll(events);
  const changed = [...new Set(events.map(({ data }) => data.accountId))].map((id) => after.accounts.get(id)!);
  const transfer = after.transfers.get(takenTransferOf(command) ?? '');
  const bodyHash = createHash('sha256').update(key).digest();
  return {
    recordedAt,
    commands: [{ key, bodyHash, status: 201, response: '{}', events }],
    updated: changed
      .filter(({ id }) => accounts.has(id))
      .map((account) => ({ expectedVersion: accounts.get(account.id)!.version, account })),
    opened: changed.filter(({ id }) => !accounts.has(id)),
    posted: transfer === undefined ? [] : [transfer],
    reversed: [],
    placed: [],
    resolved: [],
    verified: [],
  };
}
