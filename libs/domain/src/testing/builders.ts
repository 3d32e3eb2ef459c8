import { parseAmount, parseBound, type LedgerEvent } from '@trine/contracts';
import type { Account } from '../accounts/account.js';
import { decide, type Command } from '../decide.js';
import { evolveAll } from '../evolve.js';
import type { OpenAccount } from '../accounts/open-account.js';
import type { PostTransfer } from '../transfers/post-transfer.js';

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
  return { type: 'post-transfer', id, legs: [leg], texts: {}, occurredAt: '2026-01-01T00:00:00.000Z' };
}

/** The events of commands that are all accepted, one after the other. */
export function eventsOf(...commands: Command[]): LedgerEvent[] {
  const events: LedgerEvent[] = [];
  let accounts = new Map<string, Account>();
  for (const command of commands) {
    const decision = decide(command, accounts);
    if (decision.outcome !== 'accepted') throw new Error(`${command.type} was ${decision.outcome}`);
    events.push(...decision.events);
    accounts = evolveAll(accounts, decision.events);
  }
  return events;
}
