import type { Accounts } from './accounts/account.js';
import { openAccount, type OpenAccount } from './accounts/open-account.js';
import type { Decision } from './decision.js';
import { postTransfer, type PostTransfer } from './transfers/post-transfer.js';

export type Command = OpenAccount | PostTransfer;

/** The same command on the same accounts is always decided the same. */
export function decide(command: Command, accounts: Accounts): Decision {
  switch (command.type) {
    case 'open-account':
      return openAccount(command, accounts);
    case 'post-transfer':
      return postTransfer(command, accounts);
  }
}

/** Ids of the accounts that a decision on the command needs to see. */
export function accountsOf(command: Command): string[] {
  if (command.type === 'open-account') return [command.id];
  return command.legs.flatMap(({ from, to }) => [from, to]);
}
