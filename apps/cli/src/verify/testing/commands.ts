import type { Command } from '@trine/domain';

const CURRENCY = 'CZK';
const ACCOUNTS = 8;
const account = (nth: number) => `acc-${nth % ACCOUNTS}`;

/** The opening of every account that the commands below are about; the first may go below zero. */
export function openings(): Command[] {
  return Array.from({ length: ACCOUNTS }, (_, nth) => ({
    type: 'open-account',
    id: account(nth),
    currency: CURRENCY,
    overdraftLimit: nth === 0 ? null : 10_000n,
    name: `Account ${nth}`,
    metadata: { nth: `${nth}` },
  }));
}

/** One of everything that a ledger can do; `nth` makes its ids unique. Some are declined, some refused. */
export function commandsOf(nth: number): Command[] {
  const [from, to, third] = [account(nth), account(nth + 1), account(nth + 3)];
  const leg = { from, to, amount: 150n, currency: CURRENCY };
  const texts = { category: 'rent', reference: `invoice ${nth}`, metadata: { 'a.b': '$', nth: `${nth}` } };
  const occurredAt = '2026-01-01T00:00:00.000Z';
  const post = (id: string, legs = [leg]): Command => ({
    type: 'post-transfer',
    id,
    legs,
    texts,
    occurredAt,
  });
  const hold = (id: string): Command => ({
    type: 'place-hold',
    id,
    accountId: to,
    to: third,
    amount: 70n,
    currency: CURRENCY,
    texts: { category: 'card' },
    ...(nth % 2 === 0 && { expiresAt: '2099-01-01T00:00:00.000Z' }),
  });
  const capture = (holdId: string, id: string, amount: string, final: boolean): Command => ({
    type: 'capture-hold',
    holdId,
    transferId: id,
    amount,
    final,
  });
  return [
    post(`one-${nth}`),
    post(`legs-${nth}`, [leg, { ...leg, from: account(0), to: third }, { ...leg, from: third, to: from }]),
    { type: 'reverse-transfer', transferId: `one-${nth}`, id: `back-${nth}`, amount: '0.50' },
    { type: 'reverse-transfer', transferId: `legs-${nth}`, id: `whole-${nth}` },
    post(`declined-${nth}`, [{ ...leg, from: account(1), to: account(2), amount: 99_999_999n }]),
    ...['open', 'captured', 'voided'].map((end) => hold(`${end}-${nth}`)),
    capture(`open-${nth}`, `part-${nth}`, '0.20', false),
    capture(`captured-${nth}`, `first-${nth}`, '0.10', false),
    capture(`captured-${nth}`, `last-${nth}`, '0.10', true),
    { type: 'void-hold', holdId: `voided-${nth}` },
    { type: nth % 3 === 0 ? 'freeze-account' : 'unfreeze-account', accountId: account(5) },
    { type: 'change-limits', accountId: to, overdraftLimit: `${100 + nth}.00` },
  ];
}
