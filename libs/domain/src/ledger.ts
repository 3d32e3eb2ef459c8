import type { Accounts } from './accounts/account.js';
import type { Hold } from './holds/hold.js';
import type { Transfer } from './transfers/transfer.js';

/** What decisions are made on: as much of the ledger as a command refers to. What is missing does not exist. */
export interface Ledger {
  readonly accounts: Accounts;
  readonly holds: ReadonlyMap<string, Hold>;
  readonly transfers: ReadonlyMap<string, Transfer>;
}
