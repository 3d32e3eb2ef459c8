import { formatAmount, formatBound } from '@trine/contracts';
import { availableOf } from '@trine/domain';
import type { AccountRow, HoldRow, LedgerAudit, TransferRow } from '@trine/event-bus';
import type { Check } from '../check.js';
import { KeptRecords } from '../checks/kept-records.js';
import { ShownAccounts, type Shown } from '../checks/shown-accounts.js';
import { ShownThings } from '../checks/shown-things.js';
import { pages, recorded, rowsOf, touchedAccounts, type Scope } from '../scope.js';
import type { State } from '../state.js';
import { accountState, holdOf, only, reversals, reversedState, transferOf } from '../telling.js';

/** Each reads how far a store has come and then what it shows; what it shows may be newer, never older. */

export async function postgresChecks(audit: LedgerAudit, scope: Scope): Promise<Check[]> {
  const checks = [await accounts(audit, scope), await transfers(audit, scope), await holds(audit, scope)];
  return scope.whole ? [...checks, await reversed(audit)] : checks;
}

async function accounts(audit: LedgerAudit, scope: Scope): Promise<Check> {
  const applied = await recorded(audit);
  const rows = scope.whole
    ? pages((last, limit) => audit.accounts(last, limit))
    : rowsOf(await touchedAccounts(audit, scope), (ids) => audit.accountsOf(ids));
  const shown = new Map<string, Shown>();
  for await (const row of rows) shown.set(row.id, { at: row.version, state: rowState(row) });
  return new ShownAccounts('PostgreSQL: accounts', shown, applied, {
    unit: 'version',
    at: ({ version }) => version,
    state: accountState,
  });
}

async function transfers(audit: LedgerAudit, scope: Scope): Promise<Check> {
  return new KeptRecords('PostgreSQL: transfers', {
    applied: await recorded(audit),
    count: scope.whole ? await audit.count('transfers') : undefined,
    find: async (ids) => new Map((await audit.transfersOf(ids)).map((row) => [row.id, legsState(row)])),
    recordOf: (event) => {
      const transfer = transferOf(event);
      if (transfer === undefined) return undefined;
      const legs = Object.entries(transfer.state).filter(([field]) => field.startsWith('leg'));
      return { ...transfer, state: { ...Object.fromEntries(legs), ...only(['reverses'], event) } };
    },
  });
}

async function holds(audit: LedgerAudit, { whole }: Scope): Promise<Check> {
  const applied = await recorded(audit);
  const count = await audit.count('holds');
  const shown = new Map<string, State>();
  for await (const row of pages((last, limit) => audit.openHolds(last, limit)))
    shown.set(row.id, holdState(row));
  const find = async (ids: readonly string[]) =>
    new Map((await audit.holdsOf(ids)).map((row) => [row.id, holdState(row)]));
  return new ShownThings('PostgreSQL: holds', { applied, shown, tell: holdOf, find, whole, count });
}

async function reversed(audit: LedgerAudit): Promise<Check> {
  const applied = await recorded(audit);
  const shown = new Map<string, State>();
  for await (const row of pages((last, limit) => audit.reversed(last, limit)))
    shown.set(row.id, reversedState(row.reversed));
  const find = async (ids: readonly string[]) =>
    new Map((await audit.transfersOf(ids)).map((row) => [row.id, reversedState(row.reversed)]));
  return new ShownThings('PostgreSQL: reversals', { applied, shown, tell: reversals(), find, whole: true });
}

function rowState(row: AccountRow): State {
  const { posted, held, overdraftLimit, entries, currency, status } = row;
  return {
    currency,
    status,
    entries: String(entries),
    posted: formatAmount(posted, currency),
    held: formatAmount(held, currency),
    // It is not kept, only worked out.
    available: formatBound(availableOf(row), currency),
    limit: formatBound(overdraftLimit, currency),
  };
}

function legsState({ legs, reverses }: TransferRow): State {
  const told = legs.map(([from, to, amount, currency], leg) => [
    `leg ${leg}`,
    `${from} to ${to} ${amount} ${currency}`,
  ]);
  return {
    ...(Object.fromEntries(told) as State),
    legCount: String(legs.length),
    ...(reverses !== null && { reverses }),
  };
}

function holdState({ accountId: account, to, currency, amount, captured, status }: HoldRow): State {
  const money = { amount: formatAmount(amount, currency), captured: formatAmount(captured, currency) };
  return { account, to, currency, ...money, status };
}
