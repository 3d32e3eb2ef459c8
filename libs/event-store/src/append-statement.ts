import { eventCatalogue, formatAmount, partitionOf, type EventData } from '@trine/contracts';
import type { Account, Hold, Transfer } from '@trine/domain';
import type { QueryConfig } from 'pg';
import type { Append } from './event-store.js';

const PARAMETERS = 56;
const text = `SELECT append(${Array.from({ length: PARAMETERS }, (_, i) => `$${i + 1}`).join(', ')}) AS tokens`;

/** The call of the append function: one named statement, prepared once per connection; a parameter per column. */
export function appendStatement(append: Append): QueryConfig {
  const { commands, updated, opened, verified } = append;
  const values = [
    new Date(append.recordedAt),
    ...eventColumns(append),
    updated.map(({ account }) => account.id),
    updated.map(({ expectedVersion }) => expectedVersion),
    updated.map(({ account }) => account.version),
    ...standingColumns(updated.map(({ account }) => account)),
    opened.map(({ id }) => id),
    opened.map(({ id }) => partitionOf(id)),
    opened.map(({ currency }) => currency),
    opened.map(({ version }) => version),
    ...standingColumns(opened),
    ...profileColumns(append),
    verified.map(({ id }) => id),
    verified.map(({ version }) => version),
    ...transferColumns(append),
    ...holdColumns(append),
    commands.map(({ key }) => key),
    commands.map(({ bodyHash }) => bodyHash),
    commands.map(({ status }) => status),
    commands.map(({ response }) => response),
    commands.map(({ correlationId }) => correlationId ?? null),
  ];
  return { name: 'append', text, values };
}

function eventColumns({ commands }: Append): unknown[][] {
  const rows = commands.flatMap(({ events }, index) =>
    events.map((event) => ({ event, command: index + 1 })),
  );
  return [
    rows.map(({ event }) => partitionOf(event.data.accountId)),
    rows.map(({ event }) => event.data.accountId),
    rows.map(({ event }) => event.data.version),
    rows.map(({ event }) => event.type),
    rows.map(({ event }) => eventCatalogue[event.type].version),
    rows.map(({ event }) => JSON.stringify(event.data)),
    rows.map(({ command }) => command),
  ];
}

function standingColumns(accounts: readonly Account[]): unknown[][] {
  return [
    accounts.map(({ entries }) => entries),
    accounts.map(({ posted }) => posted),
    accounts.map(({ held }) => held),
    accounts.map(({ overdraftLimit }) => overdraftLimit),
    accounts.map(({ status }) => status),
  ];
}

/** Names and metadata, as the events of the opened accounts say them. */
function profileColumns({ opened, commands }: Append): unknown[][] {
  const said = new Map<string, EventData<'AccountOpened'>>();
  if (opened.length > 0) {
    for (const { events } of commands) {
      for (const event of events)
        if (event.type === 'AccountOpened') said.set(event.data.accountId, event.data);
    }
  }
  const profiles = opened.map(({ id }) => said.get(id));
  return [
    profiles.map((profile) => profile?.name ?? null),
    profiles.map((profile) => (profile?.metadata === undefined ? null : JSON.stringify(profile.metadata))),
  ];
}

function transferColumns({ commands, posted, reversed }: Append): unknown[][] {
  return [
    posted.map(({ id }) => id),
    posted.map(legsJson),
    posted.map((transfer) => transfer.reversed),
    posted.map(({ reverses }) => reverses ?? null),
    commands.flatMap(({ probedTransfer }) => probedTransfer ?? []),
    reversed.map(({ transfer }) => transfer.id),
    reversed.map(({ expected }) => expected),
    reversed.map(({ transfer }) => transfer.reversed),
  ];
}

function legsJson({ legs }: Transfer): string {
  return JSON.stringify(
    legs.map(({ from, to, amount, currency }) => [from, to, formatAmount(amount, currency), currency]),
  );
}

function holdColumns({ commands, placed, resolved }: Append): unknown[][] {
  const expiry = ({ expiresAt }: Hold) => (expiresAt === undefined ? null : new Date(expiresAt));
  return [
    placed.map(({ id }) => id),
    placed.map(({ accountId }) => accountId),
    placed.map(({ to }) => to),
    placed.map(({ currency }) => currency),
    placed.map(({ amount }) => amount),
    placed.map(({ captured }) => captured),
    placed.map(({ status }) => status),
    placed.map(expiry),
    placed.map(({ texts }) => JSON.stringify(texts)),
    commands.flatMap(({ probedHold }) => probedHold ?? []),
    resolved.map(({ hold }) => hold.id),
    resolved.map(({ expected }) => expected),
    resolved.map(({ hold }) => hold.captured),
    resolved.map(({ hold }) => hold.status),
  ];
}
