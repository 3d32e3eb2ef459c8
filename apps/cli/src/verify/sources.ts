import type { AnalyticsReader } from '@trine/analytics';
import type { BalancesReader } from '@trine/balances';
import { formatAmount, formatBound, parseAmount, type Positions } from '@trine/contracts';
import { balancesOf, type Account } from '@trine/domain';
import type { LedgerAudit } from '@trine/event-bus';
import type { HistoryReader } from '@trine/history';
import type { Check } from './check.js';
import { AppliedSums, type Sum } from './checks/applied-sums.js';
import { holdState, reversalState, told } from './checks/states.js';
import { ShownAccounts, type Shown } from './checks/shown-accounts.js';
import { ShownStates } from './checks/shown-states.js';

/** Each reads how far a store has come and then what it shows; what it shows may be newer, never older. */

export async function accountRows(audit: LedgerAudit): Promise<Check> {
  const applied = new Map((await audit.ends()).map(({ partition, sequence }) => [partition, sequence]));
  const shown = new Map<string, Shown>();
  for (let last = ''; ;) {
    const page = await audit.accounts(last, ROWS);
    for (const row of page) shown.set(row.id, { at: row.version, state: rowState(row) });
    if (page.length < ROWS) break;
    last = page.at(-1)!.id;
  }
  return new ShownAccounts('PostgreSQL: account rows', shown, applied, { ...byVersion, state: rowState });
}

export async function holdRows(audit: LedgerAudit): Promise<Check> {
  const applied = await recorded(audit);
  const shown = new Map<string, string>();
  for await (const row of pages((last) => audit.holds(last, ROWS))) {
    shown.set(row.id, told(row.id, row.status, row.captured).state);
  }
  return new ShownStates('PostgreSQL: holds', shown, applied, holdState);
}

export async function reversedRows(audit: LedgerAudit): Promise<Check> {
  const applied = await recorded(audit);
  const shown = new Map<string, string>();
  for await (const row of pages((last) => audit.reversed(last, ROWS))) {
    shown.set(row.id, `${row.reversed} minor units reversed`);
  }
  return new ShownStates('PostgreSQL: reversals', shown, applied, reversalState());
}

export async function balances(reader: BalancesReader): Promise<Check> {
  const applied = await reader.positions();
  const shown = new Map<string, Shown>();
  for await (const { id, version, status, overdraftLimit, ...balances } of reader.all()) {
    shown.set(id, { at: version, state: balanceState(status, overdraftLimit, balances, balances.currency) });
  }
  const state = (account: Account) => {
    const limit = formatBound(account.overdraftLimit, account.currency);
    return balanceState(account.status, limit, balancesOf(account), account.currency);
  };
  return new ShownAccounts('Redis: accounts, balances', shown, applied, { ...byVersion, state });
}

export async function history(reader: HistoryReader): Promise<Check> {
  const applied = await reader.positions();
  const shown = new Map<string, Shown>();
  for await (const { accountId, entries, sum, posted, currency } of reader.totals()) {
    shown.set(accountId, { at: entries, state: entriesState(sum, posted, currency) });
  }
  return new ShownAccounts('MongoDB: entries, last balance', shown, applied, {
    unit: 'entry',
    at: ({ entries }) => entries,
    state: ({ posted, currency }) => entriesState(posted, posted, currency),
  });
}

export async function historyHolds(reader: HistoryReader): Promise<Check> {
  const applied = await reader.positions();
  const shown = new Map<string, string>();
  for await (const { id, status, captured, currency } of reader.holds()) {
    shown.set(id, told(id, status, parseAmount(captured, currency)).state);
  }
  return new ShownStates('MongoDB: holds', shown, applied, holdState);
}

export async function analytics(reader: AnalyticsReader): Promise<Check[]> {
  const applied: Positions = await reader.positions();
  const { accounts, categories } = await reader.appliedSums(applied);
  const byKey = (sums: typeof accounts) =>
    new Map<string, Sum>(sums.map(({ of, currency, count, sum }) => [`${of} ${currency}`, { count, sum }]));
  return [
    new AppliedSums('ClickHouse: sums by account', byKey(accounts), applied, (entry, amount) => ({
      of: `${entry.accountId} ${entry.currency}`,
      count: 1,
      sum: entry.direction === 'credit' ? amount : -amount,
    })),
    new AppliedSums('ClickHouse: sums by category', byKey(categories), applied, (entry, amount) => {
      if (entry.direction === 'credit') return undefined;
      return { of: `${entry.category ?? ''} ${entry.currency}`, count: entry.leg === 0 ? 1 : 0, sum: amount };
    }),
  ];
}

/** Rows read at a time. */
const ROWS = 5_000;

async function recorded(audit: LedgerAudit): Promise<Positions> {
  return new Map((await audit.ends()).map(({ partition, sequence }) => [partition, sequence]));
}

async function* pages<T extends { readonly id: string }>(
  read: (last: string) => Promise<T[]>,
): AsyncGenerator<T> {
  for (let last = ''; ;) {
    const page = await read(last);
    yield* page;
    if (page.length < ROWS) return;
    last = page.at(-1)!.id;
  }
}

const byVersion = { unit: 'version', at: ({ version }: Account) => version };

function rowState(row: Omit<Account, 'version'>): string {
  const { posted, held, overdraftLimit, entries, currency, status } = row;
  const [shownPosted, shownHeld] = [posted, held].map((minor) => formatAmount(minor, currency));
  const limit = formatBound(overdraftLimit, currency);
  return `${status}, ${entries} entries, posted ${shownPosted}, held ${shownHeld}, limit ${limit} ${currency}`;
}

function balanceState(
  status: string,
  limit: string,
  { posted, held, available }: { posted: string; held: string; available: string },
  currency: string,
): string {
  return `${status}, posted ${posted}, held ${held}, limit ${limit}, available ${available} ${currency}`;
}

function entriesState(sum: bigint, posted: bigint, currency: string): string {
  return `a sum of ${formatAmount(sum, currency)} and a balance of ${formatAmount(posted, currency)} ${currency}`;
}
