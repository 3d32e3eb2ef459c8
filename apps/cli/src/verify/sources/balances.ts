import type { BalancesReader } from '@trine/balances';
import type { AccountResponse, RecordedEvent } from '@trine/contracts';
import type { LedgerAudit } from '@trine/event-bus';
import type { Check } from '../check.js';
import { Listing } from '../checks/listing.js';
import { ShownAccounts, type Shown } from '../checks/shown-accounts.js';
import { ShownThings, type Told } from '../checks/shown-things.js';
import { rowsOf, touchedAccounts, type Scope } from '../scope.js';
import type { State } from '../state.js';
import { accountState, only } from '../telling.js';

export async function balancesChecks(
  reader: BalancesReader,
  audit: LedgerAudit,
  scope: Scope,
): Promise<Check[]> {
  const applied = await reader.positions();
  const accounts = scope.whole
    ? reader.all()
    : rowsOf(await touchedAccounts(audit, scope), (ids) => reader.accountsOf(ids));
  const shown = new Map<string, Shown>();
  const profiles = new Map<string, State>();
  for await (const account of accounts) {
    shown.set(account.id, { at: account.version, state: balanceState(account) });
    profiles.set(account.id, profileState(account));
  }
  const find = async (ids: readonly string[]) =>
    new Map((await reader.accountsOf(ids)).map((account) => [account.id, profileState(account)]));
  const checks: Check[] = [
    new ShownAccounts('Redis: balances, status, limit', shown, applied, {
      unit: 'version',
      at: ({ version }) => version,
      state: (account, { recordedAt }) => {
        const { entries: _, ...state } = accountState(account);
        return { ...state, asOf: recordedAt };
      },
    }),
    new ShownThings('Redis: names, metadata', {
      applied,
      shown: profiles,
      tell: tellProfile,
      find,
      whole: scope.whole,
    }),
  ];
  return scope.whole ? [...checks, await listing(reader)] : checks;
}

async function listing(reader: BalancesReader): Promise<Check> {
  const applied = await reader.positions();
  const listed = new Map<string, number>();
  for await (const id of reader.listed()) listed.set(id, (listed.get(id) ?? 0) + 1);
  return new Listing('Redis: list of accounts', listed, applied);
}

function balanceState(account: AccountResponse): State {
  const { currency, status, posted, held, available, overdraftLimit: limit, asOf } = account;
  return { currency, status, posted, held, available, limit, asOf };
}

function profileState({ name, metadata, openedAt: recordedAt }: AccountResponse): State {
  return { name, metadata: metadata && JSON.stringify(metadata), recordedAt };
}

function tellProfile(event: RecordedEvent): Told | undefined {
  if (event.type !== 'AccountOpened') return undefined;
  return { id: event.data.accountId, state: only(['name', 'metadata', 'recordedAt'], event) };
}
