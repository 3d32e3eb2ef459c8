import type { Command } from './decide.js';
import type { Ledger } from './ledger.js';

/** The hold that a command is about, so that a decision needs to see it. */
export function holdOf(command: Command): string | undefined {
  switch (command.type) {
    case 'capture-hold':
    case 'void-hold':
    case 'expire-hold':
      return command.holdId;
    default:
      return undefined;
  }
}

/** The posted transfer that a command is about. */
export function transferOf(command: Command): string | undefined {
  return command.type === 'reverse-transfer' ? command.transferId : undefined;
}

/** The accounts that a decision needs to see, given the holds and transfers. */
export function accountsOf(command: Command, { holds, transfers }: Omit<Ledger, 'accounts'>): string[] {
  switch (command.type) {
    case 'open-account':
      return [command.id];
    case 'freeze-account':
    case 'unfreeze-account':
    case 'close-account':
    case 'change-limits':
      return [command.accountId];
    case 'post-transfer':
      return command.legs.flatMap(({ from, to }) => [from, to]);
    case 'reverse-transfer':
      return transfers.get(command.transferId)?.legs.flatMap(({ from, to }) => [from, to]) ?? [];
    case 'place-hold':
      return [command.accountId, command.to];
    case 'capture-hold':
    case 'void-hold':
    case 'expire-hold': {
      const hold = holds.get(command.holdId);
      return hold === undefined ? [] : [hold.accountId, hold.to];
    }
  }
}

/** The transfer id that a command takes for ever when it is accepted. */
export function takenTransferOf(command: Command): string | undefined {
  switch (command.type) {
    case 'post-transfer':
    case 'reverse-transfer':
      return command.id;
    case 'capture-hold':
      return command.transferId;
    default:
      return undefined;
  }
}

/** The hold id that a command takes for ever when it is accepted. */
export function takenHoldOf(command: Command): string | undefined {
  return command.type === 'place-hold' ? command.id : undefined;
}
