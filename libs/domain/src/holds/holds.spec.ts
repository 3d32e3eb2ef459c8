import { capture, eventsOf, hold, opening, transfer } from '../testing/builders.js';
import { given } from '../testing/given.js';

const EXPIRY = '2026-01-01T01:00:00.000Z';
const funded = eventsOf(
  opening('bank', 'CZK', 'unlimited'),
  opening('card'),
  opening('shop'),
  transfer('bank', 'card', '100.00'),
);
const placed = eventsOf(
  opening('bank', 'CZK', 'unlimited'),
  opening('card'),
  opening('shop'),
  transfer('bank', 'card', '100.00'),
  hold('card', 'shop', '80.00', EXPIRY),
);
const released = (type: 'void-hold' | 'expire-hold') => ({ type, holdId: 'hold' }) as const;

describe('a hold', () => {
  it('reserves money: held rises, available falls, posted stays', () => {
    const { decision } = given(funded).when(hold('card', 'shop', '80.00'));
    expect(decision).toMatchObject({
      outcome: 'accepted',
      events: [
        { type: 'HoldPlaced', data: { balances: { posted: '100.00', held: '80.00', available: '20.00' } } },
      ],
    });
  });

  it('is declined, as an event that names it, when the money is not there or an account is frozen', () => {
    given(funded)
      .when(hold('card', 'shop', '100.01'))
      .then({ outcome: 'declined', code: 'insufficient_funds', events: [declined('insufficient_funds')] });
    const frozen = given(funded).when({ type: 'freeze-account', accountId: 'shop' }).decision;
    given(funded, 'events' in frozen ? [...frozen.events] : [])
      .when(hold('card', 'shop', '100.01'))
      .then({ outcome: 'declined', code: 'account_frozen', events: [declined('account_frozen')] });
  });

  it('keeps its id for ever', () => {
    given(placed)
      .when(hold('card', 'shop', '1.00'))
      .then({ outcome: 'refused', code: 'hold_exists' });
  });
});

describe('a capture', () => {
  it('is a transfer that takes from what is held: available stays', () => {
    const { decision } = given(placed).when(capture('30.00'));
    expect(decision).toMatchObject({
      events: [
        {
          type: 'EntryPosted',
          data: {
            accountId: 'card',
            holdId: 'hold',
            balances: { posted: '70.00', held: '50.00', available: '20.00' },
          },
        },
        { type: 'EntryPosted', data: { accountId: 'shop', holdId: 'hold', balances: { posted: '30.00' } } },
        {
          type: 'HoldCaptured',
          data: { captured: '30.00', remaining: '50.00', released: '0.00', balances: { held: '50.00' } },
        },
      ],
    });
  });

  it('that is final gives the rest back', () => {
    const { decision, after } = given(placed).when(capture('30.00', true));
    expect(decision).toMatchObject({ events: [{}, {}, { data: { remaining: '0.00', released: '50.00' } }] });
    expect(after.accounts.get('card')).toMatchObject({ posted: 7_000n, held: 0n });
    expect(after.holds.get('hold')).toMatchObject({ status: 'captured', captured: 3_000n });
  });

  it.each([
    ['hold_exceeded', placed, capture('80.01'), '2026-01-01T00:00:00.000Z'],
    ['hold_exceeded', placed, capture('80.01'), EXPIRY],
    ['hold_expired', placed, capture('80.00'), EXPIRY],
    ['hold_not_found', funded, capture(), EXPIRY],
    ['invalid_request', placed, capture('0.001'), EXPIRY],
    ['invalid_request', placed, capture('0.00'), EXPIRY],
    ['amount_out_of_range', placed, capture('92233720368547758.08'), EXPIRY],
  ])('is refused with %s', (code, history, command, at) => {
    given(history)
      .when(command, at)
      .then({ outcome: 'refused', code: code as never });
  });

  it('of what is captured or voided already is refused with hold_resolved', () => {
    for (const end of [capture(undefined, false, 'first'), released('void-hold')]) {
      const first = given(placed).when(end).decision;
      given(placed, 'events' in first ? [...first.events] : [])
        .when(capture('1.00'))
        .then({ outcome: 'refused', code: 'hold_resolved' });
    }
  });

  it('asks for no funds: what a lowered limit leaves below zero was reserved before', () => {
    const overdrawn = eventsOf(
      opening('card', 'CZK', '100.00'),
      opening('shop'),
      hold('card', 'shop', '80.00'),
      { type: 'change-limits', accountId: 'card', overdraftLimit: '0' },
    );
    given(overdrawn).when(capture()).then({ outcome: 'accepted' });
    given(overdrawn)
      .when(transfer('card', 'shop', '0.01'))
      .then({ outcome: 'declined', code: 'insufficient_funds' });
  });
});

describe('releasing a hold', () => {
  it('gives back what captures left', () => {
    const captured = given(placed).when(capture('30.00')).decision;
    const { decision, after } = given(placed, 'events' in captured ? [...captured.events] : []).when(
      released('void-hold'),
    );
    expect(decision).toMatchObject({
      events: [{ type: 'HoldReleased', data: { reason: 'voided', amount: '50.00' } }],
    });
    expect(after.accounts.get('card')).toMatchObject({ posted: 7_000n, held: 0n });
  });

  it('happens by itself only when its time has come, and then not by a void', () => {
    given(placed).when(released('expire-hold')).then({ outcome: 'refused', code: 'hold_resolved' });
    given(placed).when(released('expire-hold'), EXPIRY).then({ outcome: 'accepted' });
    given(placed).when(released('void-hold'), EXPIRY).then({ outcome: 'refused', code: 'hold_expired' });
  });
});

function declined(reason: string) {
  return expect.objectContaining({
    type: 'TransferDeclined',
    data: expect.objectContaining({ accountId: 'card', operation: 'hold', holdId: 'hold', reason }),
  });
}
