import { createHash, randomUUID } from 'node:crypto';
import { decide, evolveAll, type Account, type Command } from '@trine/domain';
import type { Append, AppendCommand } from '../event-store.js';

/** One command decided on `accounts` as an append; its answer is empty. */
export function appendOf(
  command: Command,
  accounts: ReadonlyMap<string, Account>,
  key: string = randomUUID(),
): Append {
  const decision = decide(command, accounts);
  const events = decision.outcome === 'refused' ? [] : decision.events;
  const after = evolveAll(accounts, events);
  const changed = [...new Set(events.map(({ data }) => data.accountId))].map((id) => after.get(id)!);
  const moved = decision.outcome === 'accepted' && command.type === 'post-transfer';
  const appended: AppendCommand = {
    key,
    bodyHash: createHash('sha256').update(key).digest(),
    status: 201,
    response: '{}',
    events,
    takesTransfers: moved ? [command.id] : [],
    probesTransfers: [],
  };
  return {
    recordedAt: Date.now(),
    commands: [appended],
    updated: changed
      .filter(({ id }) => accounts.has(id))
      .map((account) => ({ expectedVersion: accounts.get(account.id)!.version, account })),
    opened: changed.filter(({ id }) => !accounts.has(id)),
    verified: [],
  };
}
