import { eventsOf, hold, opening, transfer } from '../testing/builders.js';
import { given } from '../testing/given.js';
import type { ChangeStatus } from './change-status.js';

const bank = opening('bank', 'CZK', 'unlimited');
const change = (type: ChangeStatus['type'], accountId = 'a') => ({ type, accountId });
const limit = (overdraftLimit: string) =>
  ({ type: 'change-limits', accountId: 'a', overdraftLimit }) as const;
const funded = [bank, opening('a'), transfer('bank', 'a', '10.00')];

describe('freezing', () => {
  it('keeps all money where it is until it is undone', () => {
    const frozen = eventsOf(...funded, change('freeze-account'));
    const out = transfer('a', 'bank', '99.00', 'CZK', 'out');
    given(frozen).when(out).then({ outcome: 'declined', code: 'account_frozen' });
    given(frozen)
      .when(transfer('bank', 'a', '1.00', 'CZK', 'in'))
      .then({ outcome: 'declined', code: 'account_frozen' });
    given(eventsOf(...funded, change('freeze-account'), change('unfreeze-account')))
      .when(transfer('a', 'bank', '10.00', 'CZK', 'out'))
      .then({ outcome: 'accepted' });
  });

  it('of what is frozen already changes nothing, and rests on that', () => {
    given(eventsOf(...funded, change('freeze-account')))
      .when(change('freeze-account'))
      .then({ outcome: 'accepted', events: [], basis: ['a'] });
  });
});

describe('closing', () => {
  it('needs a zero balance and no holds', () => {
    given(eventsOf(...funded))
      .when(change('close-account'))
      .then({ code: 'balance_not_zero' as never });
    const held = eventsOf(bank, opening('a', 'CZK', '10.00'), hold('a', 'bank', '5.00'));
    given(held)
      .when(change('close-account'))
      .then({ code: 'holds_open' as never, basis: ['a'] });
    given(eventsOf(bank, opening('a'), change('freeze-account')))
      .when(change('close-account'))
      .then({ outcome: 'accepted' });
  });

  it('is for ever: nothing happens on the account again', () => {
    const closed = eventsOf(bank, opening('a'), change('close-account'));
    for (const command of [
      change('close-account'),
      change('freeze-account'),
      change('unfreeze-account'),
      limit('1'),
    ]) {
      given(closed).when(command).then({ outcome: 'refused', code: 'account_closed' });
    }
    given(closed)
      .when(transfer('bank', 'a', '1.00'))
      .then({ outcome: 'refused', code: 'account_closed', basis: ['a'] });
    given(closed)
      .when(hold('bank', 'a', '1.00'))
      .then({ outcome: 'refused', code: 'account_closed' });
  });
});

describe('a limit', () => {
  it('may be lowered below what is used; then nothing more goes out', () => {
    const used = eventsOf(
      bank,
      opening('a', 'CZK', 'unlimited'),
      transfer('a', 'bank', '50.00'),
      limit('20.00'),
    );
    const { decision } = given(used).when(transfer('a', 'bank', '0.01', 'CZK', 'more'));
    expect(decision).toMatchObject({
      code: 'insufficient_funds',
      events: [{ data: { balances: { available: '-30.00' } } }],
    });
  });

  it.each([
    ['0.001', 'invalid_request'],
    ['92233720368547758.08', 'amount_out_of_range'],
  ])('of %s is refused with %s', (text, code) => {
    given(eventsOf(...funded))
      .when(limit(text))
      .then({ outcome: 'refused', code: code as never });
  });
});
