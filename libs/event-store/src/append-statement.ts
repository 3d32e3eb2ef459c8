import { formatAmount, partitionOf, type EventData } from '@trine/contracts';
import type { Account, Hold, Transfer } from '@trine/domain';
import type { QueryConfig } from 'pg';
import { bools, bytes, int2s, int4s, int8s, texts, timestamps } from './binary-array.js';
import type { AppendedEvent } from './appended-events.js';
import type { Append } from './event-store.js';

const PARAMETERS = 60;
const text = `SELECT append(${Array.from({ length: PARAMETERS }, (_, i) => `$${i + 1}`).join(', ')}) AS tokens`;

/**
 * The call of the append function: one named statement, prepared once per connection; a parameter per column. `events`:
 * those of the append, in its order; `follows`: the name of the one that it rests on.
 */
export function appendStatement(
  append: Append,
  events: readonly AppendedEvent[],
  name: string,
  follows: string | undefined,
): QueryConfig {
  const { commands, updated, opened, verified } = append;
  const values = [
    name,
    follows ?? null,
    new Date(append.recordedAt),
    ...eventColumns(events),
    texts(updated.map(({ account }) => account.id)),
    int8s(updated.map(({ expectedVersion }) => expectedVersion)),
    int8s(updated.map(({ account }) => account.version)),
    ...standingColumns(updated.map(({ account }) => account)),
    texts(opened.map(({ id }) => id)),
    int2s(opened.map(({ id }) => partitionOf(id))),
    texts(opened.map(({ currency }) => currency)),
    int8s(opened.map(({ version }) => version)),
    ...standingColumns(opened),
    ...profileColumns(append),
    texts(verified.map(({ id }) => id)),
    int2s(verified.map(({ id }) => partitionOf(id))),
    int8s(verified.map(({ version }) => version)),
    ...transferColumns(append),
    ...holdColumns(append),
    texts(commands.map(({ key }) => key)),
    bytes(commands.map(({ bodyHash }) => bodyHash)),
    int2s(commands.map(({ status }) => status)),
    texts(commands.map(({ response }) => response)),
    texts(commands.map(({ correlationId }) => correlationId ?? null)),
  ];
  return { name: 'append', text, values };
}

function eventColumns(events: readonly AppendedEvent[]): Buffer[] {
  return [
    int2s(events.map(({ partition }) => partition)),
    texts(events.map(({ accountId }) => accountId)),
    int8s(events.map(({ version }) => version)),
    texts(events.map(({ type }) => type)),
    int2s(events.map(({ typeVersion }) => typeVersion)),
    texts(events.map(({ data }) => data)),
    int4s(events.map(({ command }) => command + 1)),
    bools(events.map(({ last }) => last)),
  ];
}

function standingColumns(accounts: readonly Account[]): Buffer[] {
  return [
    int8s(accounts.map(({ entries }) => entries)),
    int8s(accounts.map(({ posted }) => posted)),
    int8s(accounts.map(({ held }) => held)),
    int8s(accounts.map(({ overdraftLimit }) => overdraftLimit)),
    texts(accounts.map(({ status }) => status)),
  ];
}

/** Names and metadata, as the events of the opened accounts say them. */
function profileColumns({ opened, commands }: Append): Buffer[] {
  const said = new Map<string, EventData<'AccountOpened'>>();
  if (opened.length > 0) {
    for (const { events } of commands) {
      for (const event of events)
        if (event.type === 'AccountOpened') said.set(event.data.accountId, event.data);
    }
  }
  const profiles = opened.map(({ id }) => said.get(id));
  return [
    texts(profiles.map((profile) => profile?.name ?? null)),
    texts(
      profiles.map((profile) => (profile?.metadata === undefined ? null : JSON.stringify(profile.metadata))),
    ),
  ];
}

function transferColumns({ commands, posted, reversed }: Append): Buffer[] {
  return [
    texts(posted.map(({ id }) => id)),
    texts(posted.map(legsJson)),
    int8s(posted.map((transfer) => transfer.reversed)),
    texts(posted.map(({ reverses }) => reverses ?? null)),
    texts(commands.flatMap(({ probedTransfer }) => probedTransfer ?? [])),
    texts(reversed.map(({ transfer }) => transfer.id)),
    int8s(reversed.map(({ expected }) => expected)),
    int8s(reversed.map(({ transfer }) => transfer.reversed)),
  ];
}

function legsJson({ legs }: Transfer): string {
  return JSON.stringify(
    legs.map(({ from, to, amount, currency }) => [from, to, formatAmount(amount, currency), currency]),
  );
}

function holdColumns({ commands, placed, resolved }: Append): Buffer[] {
  const expiry = ({ expiresAt }: Hold) => (expiresAt === undefined ? null : Date.parse(expiresAt));
  return [
    texts(placed.map(({ id }) => id)),
    texts(placed.map(({ accountId }) => accountId)),
    texts(placed.map(({ to }) => to)),
    texts(placed.map(({ currency }) => currency)),
    int8s(placed.map(({ amount }) => amount)),
    int8s(placed.map(({ captured }) => captured)),
    texts(placed.map(({ status }) => status)),
    timestamps(placed.map(expiry)),
    texts(placed.map((hold) => JSON.stringify(hold.texts))),
    texts(commands.flatMap(({ probedHold }) => probedHold ?? [])),
    texts(resolved.map(({ hold }) => hold.id)),
    int8s(resolved.map(({ expected }) => expected)),
    int8s(resolved.map(({ hold }) => hold.captured)),
    texts(resolved.map(({ hold }) => hold.status)),
  ];
}
