import { fitsInt64, formatBound, type Bound } from '@trine/contracts';
import { accept, refuse, type Decision } from '../decision.js';
import type { Ledger } from '../ledger.js';
import { standingOf, type Account } from './account.js';

export interface OpenAccount {
  readonly type: 'open-account';
  readonly id: string;
  readonly currency: string;
  readonly name?: string;
  readonly overdraftLimit: Bound;
  readonly metadata?: Record<string, string>;
}

/** AccountOpened, or `account_exists`, then `amount_out_of_range`. */
export function openAccount(command: OpenAccount, { accounts }: Ledger): Decision {
  const { id, currency, name, overdraftLimit, metadata } = command;
  if (accounts.has(id)) return refuse('account_exists', `Account ${id} exists already`);
  if (overdraftLimit !== null && !fitsInt64(overdraftLimit)) {
    return refuse('amount_out_of_range', 'The overdraft limit passes 64-bit minor units');
  }
  const zero = { version: 1, entries: 0, posted: 0n, held: 0n } as const;
  const account: Account = { id, currency, status: 'open', ...zero, overdraftLimit };
  return accept({
    type: 'AccountOpened',
    data: {
      ...standingOf(account),
      ...(name === undefined ? {} : { name }),
      overdraftLimit: formatBound(overdraftLimit, currency),
      ...(metadata === undefined ? {} : { metadata }),
    },
  });
}
