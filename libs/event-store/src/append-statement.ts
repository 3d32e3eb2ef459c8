import { eventCatalogue, partitionOf } from '@trine/contracts';
import type { Account } from '@trine/domain';
import type { QueryConfig } from 'pg';
import type { Append } from './event-store.js';

const text = `SELECT append(${Array.from({ length: 31 }, (_, i) => `$${i + 1}`).join(', ')}) AS tokens`;

/** The call of the append function: one named statement, prepared once per connection; a parameter per column. */
export function appendStatement(append: Append): QueryConfig {
  const { commands, updated, opened, verified } = append;
  const values = [
    new Date(append.recordedAt),
    ...eventColumns(append),
    updated.map(({ account }) => account.id),
    updated.map(({ expectedVersion }) => expectedVersion),
    updated.map(({ account }) => account.version),
    ...balanceColumns(updated.map(({ account }) => account)),
    opened.map(({ id }) => id),
    opened.map(({ id }) => partitionOf(id)),
    opened.map(({ currency }) => currency),
    opened.map(({ version }) => version),
    ...balanceColumns(opened),
    verified.map(({ id }) => id),
    verified.map(({ version }) => version),
    commands.flatMap(({ takesTransfers }) => takesTransfers),
    commands.flatMap(({ probesTransfers }) => probesTransfers),
    commands.map(({ key }) => key),
    commands.map(({ bodyHash }) => bodyHash),
    commands.map(({ status }) => status),
    commands.map(({ response }) => response),
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

function balanceColumns(accounts: readonly Account[]): unknown[][] {
  return [
    accounts.map(({ entries }) => entries),
    accounts.map(({ posted }) => posted),
    accounts.map(({ held }) => held),
    accounts.map(({ overdraftLimit }) => overdraftLimit),
  ];
}
