import { parseAmount, parseBound, type LedgerEvent } from '@trine/contracts';
import type { OpenAccount } from '../accounts/open-account.js';
import { decide, type Command } from '../decide.js';
import { LedgerState } from '../evolve-ledger.js';
import type { PlaceHold } from '../holds/place-hold.js';
import type { PostTransfer } from '../transfers/post-transfer.js';

/** When everything in these tests is decided, unless they say otherwise. */
export const NOW = '2026-01-01T00:00:00.000Z';

export function opening(id: string, currency = 'CZK', overdraftLimit = '0.00'): OpenAccount {
  return { type: 'open-account', id, currency, overdraftLimit: parseBound(overdraftLimit, currency) };
}

export function transfer(
  from: string,
  to: string,
  amount: string,
  currency = 'CZK',
  id = 'tr',
): PostTransfer {
  const leg = { from, to, amount: parseAmount(amount, currency), currency };
  return { type: 'post-transfer', id, legs: [leg], texts: {}, occurredAt: NOW };
}

export function hold(accountId: string, to: string, amount: string, expiresAt?: string): PlaceHold {
  const money = { amount: parseAmount(amount, 'CZK'), currency: 'CZK', texts: {} };
  return { type: 'place-hold', id: 'hold', accountId, to, ...money, ...(expiresAt && { expiresAt }) };
}

export function capture(amount?: string, final = false, transferId = 'cap'): Command {
  return { type: 'capture-hold', holdId: 'hold', transferId, final, ...(amount && { amount }) };
}

export function reversal(amount?: string, transferId = 'tr', id = 'rev'): Command {
  return { type: 'reverse-transfer', transferId, id, ...(amount && { amount }) };
}

/** The events of commands that are all accepted, one after the other. */
export function eventsOf(...commands: Command[]): LedgerEvent[] {
  const events: LedgerEvent[] = [];
  const ledger = new LedgerState();
  for (const command of commands) {
    const decision = decide(command, ledger, NOW);
    if (decision.outcome !== 'accepted') throw new Error(`${command.type} was ${decision.outcome}`);
    events.push(...decision.events);
    ledger.applyAll(decision.events);
  }
  return events;
}
