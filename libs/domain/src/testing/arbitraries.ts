import { MAX_MINOR } from '@trine/contracts';
import fc from 'fast-check';
import type { Command } from '../decide.js';

/** Few names, so that commands meet: most sequences have holds that are captured and transfers that are reversed. */
export const accountIds = ['a', 'b', 'c', 'd'];
const accountId = fc.constantFrom(...accountIds);
const thingId = fc.constantFrom('1', '2', '3', '4', '5', '6');
const currency = fc.constantFrom('CZK', 'CZK', 'CZK', 'JPY');
const amount = fc.oneof(
  { weight: 9, arbitrary: fc.bigInt({ min: 1n, max: 1_000n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: 1n, max: MAX_MINOR }) },
);
const text = fc.option(fc.constantFrom('1', '5', '9.99', '100', '0', '92233720368547758.08'), {
  nil: undefined,
});
const optional = <K extends string>(key: K, value: fc.Arbitrary<string | undefined>) =>
  value.map((some) => (some === undefined ? {} : { [key]: some }) as { readonly [P in K]?: string });
/** Seconds of one minute: some holds expire while a sequence runs. */
export const time = fc.nat(59).map((second) => `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`);

const of = <T extends Command['type']>(type: T) => ({ type: fc.constant(type) });

const open = fc.record({
  ...of('open-account'),
  id: accountId,
  currency,
  overdraftLimit: fc.oneof(fc.constant(0n), fc.constant(null), amount),
});
const change = fc.record({
  type: fc.constantFrom('freeze-account', 'unfreeze-account', 'unfreeze-account', 'close-account'),
  accountId,
});
const limits = fc.record({
  ...of('change-limits'),
  accountId,
  overdraftLimit: fc.constantFrom('0', '10', '1000', 'unlimited'),
});
const leg = fc.record({ from: accountId, to: accountId, amount, currency });
const post = fc.record({
  ...of('post-transfer'),
  id: thingId,
  legs: fc.array(leg, { minLength: 1, maxLength: 3 }),
  texts: fc.constant({}),
  occurredAt: time,
});
const reverse = fc
  .tuple(
    fc.record({ ...of('reverse-transfer'), transferId: thingId, id: fc.uuid() }),
    optional('amount', text),
  )
  .map(([command, some]) => ({ ...command, ...some }));
const place = fc
  .tuple(
    fc.record({
      ...of('place-hold'),
      id: thingId,
      accountId,
      to: accountId,
      amount,
      currency,
      texts: fc.constant({}),
    }),
    optional('expiresAt', fc.option(time, { nil: undefined })),
  )
  .map(([command, some]) => ({ ...command, ...some }));
const capture = fc
  .tuple(
    fc.record({ ...of('capture-hold'), holdId: thingId, transferId: fc.uuid(), final: fc.boolean() }),
    optional('amount', text),
  )
  .map(([command, some]) => ({ ...command, ...some }));
const release = fc.record({ type: fc.constantFrom('void-hold', 'expire-hold'), holdId: thingId });

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: open },
  { weight: 2, arbitrary: change },
  { weight: 1, arbitrary: limits },
  { weight: 12, arbitrary: post },
  { weight: 5, arbitrary: reverse },
  { weight: 6, arbitrary: place },
  { weight: 6, arbitrary: capture },
  { weight: 2, arbitrary: release },
);

/** A command and the time at which it is decided; a clock may stand still or go back. */
export interface Timed {
  readonly command: Command;
  readonly at: string;
}

export const sequences: fc.Arbitrary<Timed[]> = fc.array(fc.record({ command, at: time }), {
  maxLength: 300,
  size: 'max',
});
