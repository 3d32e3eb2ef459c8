import { changeLimits, type ChangeLimits } from './accounts/change-limits.js';
import { changeStatus, type ChangeStatus } from './accounts/change-status.js';
import { openAccount, type OpenAccount } from './accounts/open-account.js';
import type { Decision } from './decision.js';
import { captureHold, type CaptureHold } from './holds/capture-hold.js';
import { placeHold, type PlaceHold } from './holds/place-hold.js';
import { releaseHold, type ReleaseHold } from './holds/release-hold.js';
import type { Ledger } from './ledger.js';
import { postTransfer, type PostTransfer } from './transfers/post-transfer.js';
import { reverseTransfer, type ReverseTransfer } from './transfers/reverse-transfer.js';

export type Command =
  | OpenAccount
  | ChangeStatus
  | ChangeLimits
  | PostTransfer
  | ReverseTransfer
  | PlaceHold
  | CaptureHold
  | ReleaseHold;

/** The same command on the same ledger at the same time is always decided the same. `at`: RFC 3339, UTC, ms. */
export function decide(command: Command, ledger: Ledger, at: string): Decision {
  switch (command.type) {
    case 'open-account':
      return openAccount(command, ledger);
    case 'freeze-account':
    case 'unfreeze-account':
    case 'close-account':
      return changeStatus(command, ledger);
    case 'change-limits':
      return changeLimits(command, ledger);
    case 'post-transfer':
      return postTransfer(command, ledger);
    case 'reverse-transfer':
      return reverseTransfer(command, ledger, at);
    case 'place-hold':
      return placeHold(command, ledger, at);
    case 'capture-hold':
      return captureHold(command, ledger, at);
    case 'void-hold':
    case 'expire-hold':
      return releaseHold(command, ledger, at);
  }
}
