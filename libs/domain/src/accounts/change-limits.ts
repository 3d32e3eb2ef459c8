import { formatBound, UNLIMITED, type Bound } from '@trine/contracts';
import { accept, refuse, type Decision } from '../decision.js';
import type { Ledger } from '../ledger.js';
import { readAmount } from '../money.js';
import { representable, standingOf } from './account.js';

export interface ChangeLimits {
  readonly type: 'change-limits';
  readonly accountId: string;
  /** Decimal string in the account's currency, or "unlimited". */
  readonly overdraftLimit: string;
}

/**
 * LimitsChanged. A limit below what is used already is fine: then nothing more goes out. In order of precedence:
 * `account_not_found`, `invalid_request`, `amount_out_of_range`, `account_closed`.
 */
export function changeLimits(command: ChangeLimits, { accounts }: Ledger): Decision {
  const { accountId } = command;
  const account = accounts.get(accountId);
  if (account === undefined) return refuse('account_not_found', `There is no account ${accountId}`);
  const { currency } = account;
  let overdraftLimit: Bound = null;
  if (command.overdraftLimit !== UNLIMITED) {
    const limit = readAmount('/overdraftLimit', command.overdraftLimit, currency);
    if (typeof limit === 'object') return limit;
    overdraftLimit = limit;
  }
  const changed = { ...account, version: account.version + 1, overdraftLimit };
  if (!representable(changed)) {
    return refuse('amount_out_of_range', 'The overdraft limit passes 64-bit minor units', [accountId]);
  }
  if (account.status === 'closed')
    return refuse('account_closed', `Account ${accountId} is closed`, [accountId]);
  const limit = formatBound(overdraftLimit, currency);
  return accept({ type: 'LimitsChanged', data: { ...standingOf(changed), overdraftLimit: limit } });
}
