import { Injectable } from '@nestjs/common';
import type { Account, Accounts } from '@trine/domain';
import { EventStore } from '@trine/event-store';
import { LRUCache } from 'lru-cache';

/** About 300 bytes each. */
const MAX_ACCOUNTS = 100_000;

/**
 * Accounts as last seen. May be stale, since other processes write too: the append checks versions. That an account
 * does not exist is never remembered.
 */
@Injectable()
export class AccountCache {
  private readonly accounts = new LRUCache<string, Account>({ max: MAX_ACCOUNTS });

  constructor(private readonly store: EventStore) {}

  /** `newer`: states that count before those seen so far. */
  async load(ids: Iterable<string>, newer?: Accounts): Promise<Accounts> {
    const loaded = new Map<string, Account>();
    const missing: string[] = [];
    for (const id of new Set(ids)) {
      const account = newer?.get(id) ?? this.accounts.get(id);
      if (account === undefined) missing.push(id);
      else loaded.set(id, account);
    }
    if (missing.length === 0) return loaded;
    for (const [id, account] of await this.store.loadAccounts(missing)) {
      this.accounts.set(id, account);
      loaded.set(id, account);
    }
    return loaded;
  }

  put(accounts: Iterable<Account>): void {
    for (const account of accounts) this.accounts.set(account.id, account);
  }

  evict(ids: Iterable<string>): void {
    for (const id of ids) this.accounts.delete(id);
  }
}
