import type { HoldResponse, RecordedEvent } from '@trine/contracts';
import { formatPosition } from '@trine/contracts';
import { entryKey, markOf, type HistoryReader, type KeptKind } from '@trine/history';
import type { Check } from '../check.js';
import { KeptRecords, type Kept } from '../checks/kept-records.js';
import { ShownAccounts, type Shown } from '../checks/shown-accounts.js';
import { ShownThings } from '../checks/shown-things.js';
import type { Scope } from '../scope.js';
import type { State } from '../state.js';
import { holdOf, only, transferOf } from '../telling.js';

const STANDING = ['accountId', 'version', 'currency', 'posted', 'held', 'available', 'recordedAt'];
const MOVEMENT = ['amount', 'counterparty', 'category', 'reference', 'description', 'metadata', 'occurredAt'];
const ENTRY = ['entry', 'transferId', 'leg', 'direction', 'reverses', 'holdId', ...STANDING, ...MOVEMENT];
const DECLINE = [
  'accountId',
  'operation',
  'transferId',
  'holdId',
  'reverses',
  'reason',
  'currency',
  'recordedAt',
];

export async function historyChecks(reader: HistoryReader, scope: Scope): Promise<Check[]> {
  const kept = async (name: string, kind: KeptKind, recordOf: (event: RecordedEvent) => Kept | undefined) => {
    const applied = await reader.positions();
    const count = scope.whole ? await reader.count(kind) : undefined;
    const find = (ids: readonly string[]) => reader.kept(kind, ids);
    return new KeptRecords(`MongoDB: ${name}`, { applied, recordOf, find, count });
  };
  const checks = [
    await kept('entries', 'entries', entryOf),
    await kept('other changes of accounts', 'changes', changeOf),
    await kept('transfers', 'transfers', transferOf),
    await kept('reversals', 'reversals', reversalOf),
    await kept('declines', 'declines', declineOf),
    await holds(reader, scope),
  ];
  return scope.whole ? [...checks, await accounts(reader)] : checks;
}

/** From where each account's entries are looked for. */
async function accounts(reader: HistoryReader): Promise<Check> {
  const applied = await reader.positions();
  const shown = new Map<string, Shown>();
  for await (const { id, currency, mark } of reader.accounts())
    shown.set(id, { at: mark, state: { currency } });
  return new ShownAccounts('MongoDB: accounts', shown, applied, {
    unit: 'mark',
    at: ({ id, entries }) => markOf(id, entries),
    state: ({ currency }) => ({ currency }),
  });
}

async function holds(reader: HistoryReader, { whole }: Scope): Promise<Check> {
  const applied = await reader.positions();
  const count = await reader.count('holds');
  const shown = new Map<string, State>();
  for await (const hold of reader.openHolds()) shown.set(hold.id, holdState(hold));
  const find = async (ids: readonly string[]) =>
    new Map((await reader.holds(ids)).map((hold) => [hold.id, holdState(hold)]));
  return new ShownThings('MongoDB: holds', { applied, shown, tell: holdOf, find, whole, count });
}

function holdState({ account, to, currency, amount, captured, status }: HoldResponse): State {
  return { account, to, currency, amount, captured, status };
}

function entryOf(event: RecordedEvent): Kept | undefined {
  if (event.type !== 'EntryPosted') return undefined;
  return { id: entryKey(event.data.accountId, event.data.entry), state: bounded(only(ENTRY, event)) };
}

function changeOf(event: RecordedEvent): Kept | undefined {
  if (event.type === 'EntryPosted') return undefined;
  const { accountId, version } = event.data;
  return { id: `${accountId}:${version}`, state: bounded(only(['type', ...STANDING], event)) };
}

/** What is unlimited is not there. */
function bounded(state: State): State {
  return state['available'] === 'unlimited' ? { ...state, available: undefined } : state;
}

function declineOf(event: RecordedEvent): Kept | undefined {
  if (event.type !== 'TransferDeclined') return undefined;
  return { id: formatPosition(event), state: only([...DECLINE, ...MOVEMENT], event) };
}

function reversalOf({ type, data }: RecordedEvent): Kept | undefined {
  if (type !== 'EntryPosted' || data.direction === 'credit' || data.reverses === undefined) return undefined;
  return { id: data.transferId, state: { reverses: data.reverses }, again: data.leg > 0 };
}
