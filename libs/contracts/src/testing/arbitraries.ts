import fc from 'fast-check';
import type { RecordedEvent } from '../events/recorded-event.js';
import { TestLedger } from './test-ledger.js';

/** Currencies with two, none and three decimals. */
const currencies = ['CZK', 'JPY', 'BHD'];
const ACCOUNTS_PER_CURRENCY = 3;
const categories = ['groceries', 'salary', 'fee'];

const movement = fc.record({
  currency: fc.constantFrom(...currencies),
  from: fc.nat(ACCOUNTS_PER_CURRENCY - 1),
  step: fc.integer({ min: 1, max: ACCOUNTS_PER_CURRENCY - 1 }),
  amountMinor: fc.bigInt({ min: 1n, max: 10n ** 12n }),
  category: fc.option(fc.constantFrom(...categories), { nil: undefined }),
  occurredAt: fc.option(
    fc.date({ min: new Date('2025-01-01Z'), max: new Date('2026-12-31Z'), noInvalidDate: true }),
    { nil: undefined },
  ),
  kind: fc.constantFrom(
    'transfer',
    'transfer',
    'reversal',
    'decline',
    'legs',
    'hold',
    'capture',
    'final',
    'void',
  ),
});

/** A ledger after up to `maxMovements` movements of every kind between accounts `<prefix>-<currency>-<n>`. */
export function ledgers(prefix: () => string, maxMovements = 60): fc.Arbitrary<TestLedger> {
  return fc.array(movement, { maxLength: maxMovements }).map((movements) => {
    const ledger = new TestLedger();
    const name = prefix();
    const account = (currency: string, n: number) => `${name}-${currency}-${n % ACCOUNTS_PER_CURRENCY}`;
    for (const currency of currencies) {
      for (let n = 0; n < ACCOUNTS_PER_CURRENCY; n++) ledger.open(account(currency, n), currency);
    }
    movements.forEach(({ currency, from, step, ...rest }, i) => {
      const parties = { from: account(currency, from), to: account(currency, from + step) };
      enact(ledger, { id: `${name}-tr-${i}`, ...parties, ...rest });
    });
    return ledger;
  });
}

interface Enacted {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly amountMinor: bigint;
  readonly category: string | undefined;
  readonly occurredAt: Date | undefined;
  readonly kind: string;
}

function enact(ledger: TestLedger, { kind, category, occurredAt, ...leg }: Enacted): void {
  const { id, from, to, amountMinor } = leg;
  const texts = category === undefined ? {} : { category };
  const common = { ...texts, ...(occurredAt !== undefined && { occurredAt: occurredAt.toISOString() }) };
  const holdId = `${id}-hold`;
  switch (kind) {
    case 'decline':
      ledger.decline({ ...leg, ...common });
      break;
    case 'legs':
      ledger.transferLegs([leg, { from: to, to: from, amountMinor }, leg], { id, ...common });
      break;
    case 'transfer':
      ledger.transfer({ ...leg, ...common });
      break;
    case 'reversal':
      ledger.transfer({ ...leg, ...common });
      ledger.transfer({
        id: `${id}-back`,
        from: to,
        to: from,
        amountMinor: (amountMinor + 1n) / 2n,
        reverses: id,
      });
      break;
    default:
      ledger.hold({ ...leg, ...texts, id: holdId });
      if (kind === 'capture' || kind === 'final') {
        ledger.capture(holdId, (amountMinor + 1n) / 2n, id, kind === 'final');
      }
      if (kind === 'void') ledger.release(holdId, 'voided');
  }
}

/** One way in which a partition's events may reach a view: batches, some of them again from an earlier point. */
export type Delivery = (events: readonly RecordedEvent[]) => RecordedEvent[][];

/** Any split into batches; after each, delivery may begin again up to `back` events earlier. */
export const deliveries: fc.Arbitrary<Delivery> = fc
  .array(fc.record({ size: fc.integer({ min: 1, max: 12 }), back: fc.nat(15) }), {
    minLength: 1,
    maxLength: 40,
  })
  .map((steps) => (events) => {
    const batches: RecordedEvent[][] = [];
    let at = 0;
    for (let i = 0; at < events.length; i++) {
      const { size, back } = steps[i] ?? { size: events.length, back: 0 };
      batches.push(events.slice(at, at + size));
      at = at + size >= events.length ? at + size : Math.max(0, at + size - back);
    }
    return batches;
  });
