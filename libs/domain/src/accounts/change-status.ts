import { accept, refuse, type Decision } from '../decision.js';
import type { Ledger } from '../ledger.js';
import { standingOf, type Account } from './account.js';

/** Freeze, unfreeze or close. */
export interface ChangeStatus {
  readonly type: 'freeze-account' | 'unfreeze-account' | 'close-account';
  readonly accountId: string;
}

/**
 * AccountFrozen, AccountUnfrozen or AccountClosed; nothing when it is so already (a closed account is not closed
 * again). In order of precedence: `account_not_found`, `account_closed`, and for closing `balance_not_zero`,
 * `holds_open`. A frozen account may be closed.
 */
export function changeStatus({ type, accountId }: ChangeStatus, { accounts }: Ledger): Decision {
  const account = accounts.get(accountId);
  if (account === undefined) return refuse('account_not_found', `There is no account ${accountId}`);
  if (account.status === 'closed')
    return refuse('account_closed', `Account ${accountId} is closed`, [accountId]);
  const changed = standingOf({ ...account, version: account.version + 1 });
  switch (type) {
    case 'freeze-account':
      return account.status === 'frozen'
        ? unchanged(account)
        : accept({ type: 'AccountFrozen', data: changed });
    case 'unfreeze-account':
      return account.status === 'open'
        ? unchanged(account)
        : accept({ type: 'AccountUnfrozen', data: changed });
    case 'close-account':
      return obstacleTo(account) ?? accept({ type: 'AccountClosed', data: changed });
  }
}

function obstacleTo({ id, posted, held }: Account): Decision | undefined {
  if (posted !== 0n) return refuse('balance_not_zero', `Account ${id} has to be at zero to be closed`, [id]);
  if (held !== 0n)
    return refuse('holds_open', `Account ${id} has open holds; capture or void them first`, [id]);
  return undefined;
}

function unchanged({ id }: Account): Decision {
  return { outcome: 'accepted', events: [], basis: [id] };
}
