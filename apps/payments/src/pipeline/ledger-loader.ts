import { Injectable } from '@nestjs/common';
import { accountsOf, holdOf, transferOf, type Accounts, type Command, type Ledger } from '@trine/domain';
import { EventStore, type AccountProfile } from '@trine/event-store';
import { AccountCache } from './account-cache.js';

/** What a group of commands is decided on. */
export interface Loaded {
  readonly ledger: Ledger;
  readonly profiles: ReadonlyMap<string, AccountProfile>;
}

/** As much of the ledger as commands refer to: accounts from the cache, holds and transfers always from the store. */
@Injectable()
export class LedgerLoader {
  constructor(
    private readonly store: EventStore,
    private readonly cache: AccountCache,
  ) {}

  async load(commands: readonly Command[], accounts: 'cached' | 'fresh' = 'cached'): Promise<Loaded> {
    const [holds, transfers, profiles] = await Promise.all([
      this.some(commands.map(holdOf), (ids) => this.store.loadHolds(ids)),
      this.some(commands.map(transferOf), (ids) => this.store.loadTransfers(ids)),
      this.some(commands.map(changedAccountOf), (ids) => this.store.loadProfiles(ids)),
    ]);
    const ids = commands.flatMap((command) => accountsOf(command, { holds, transfers }));
    if (accounts === 'fresh') this.cache.evict(ids);
    return { ledger: { accounts: await this.cache.load(ids), holds, transfers }, profiles };
  }

  /**
   * The same on accounts that an append in flight will leave; undefined for commands that refer to holds, transfers or
   * profiles, which it may change too.
   */
  async loadAhead(commands: readonly Command[], leaves: Accounts): Promise<Loaded | undefined> {
    const none = { holds: new Map(), transfers: new Map() };
    const ids: string[] = [];
    for (const command of commands) {
      if ((holdOf(command) ?? transferOf(command) ?? changedAccountOf(command)) !== undefined)
        return undefined;
      ids.push(...accountsOf(command, none));
    }
    return { ledger: { accounts: await this.cache.load(ids, leaves), ...none }, profiles: new Map() };
  }

  private async some<T>(
    ids: readonly (string | undefined)[],
    load: (ids: string[]) => Promise<Map<string, T>>,
  ): Promise<Map<string, T>> {
    const wanted = new Set(ids.filter((id) => id !== undefined));
    return wanted.size === 0 ? new Map() : load([...wanted]);
  }
}

/** The account whose name and metadata the answer shows, as only its opening told them. */
function changedAccountOf(command: Command): string | undefined {
  switch (command.type) {
    case 'freeze-account':
    case 'unfreeze-account':
    case 'close-account':
    case 'change-limits':
      return command.accountId;
    default:
      return undefined;
  }
}
