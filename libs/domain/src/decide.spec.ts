import { MAX_MINOR, formatAmount } from '@trine/contracts';
import { eventsOf, opening, transfer } from './testing/builders.js';
import { given } from './testing/given.js';

const twoAccounts = eventsOf(
  opening('bank', 'CZK', 'unlimited'),
  opening('a'),
  opening('b'),
  opening('e', 'EUR'),
);
const funded = (amount: string) =>
  eventsOf(
    opening('bank', 'CZK', 'unlimited'),
    opening('a'),
    opening('b'),
    transfer('bank', 'a', amount, 'CZK', 'funding'),
  );

describe('opening an account', () => {
  it('begins at zero with version 1', () => {
    given()
      .when(opening('a'))
      .then({
        outcome: 'accepted',
        events: [
          {
            type: 'AccountOpened',
            data: {
              accountId: 'a',
              version: 1,
              currency: 'CZK',
              overdraftLimit: '0.00',
              balances: { posted: '0.00', held: '0.00', available: '0.00' },
            },
          },
        ],
      });
  });

  it('is refused when the id is taken', () => {
    given(twoAccounts).when(opening('a', 'EUR')).then({ outcome: 'refused', code: 'account_exists' });
  });

  it('is refused when the limit passes 64 bits', () => {
    const command = { ...opening('new'), overdraftLimit: MAX_MINOR + 1n };
    given(twoAccounts).when(command).then({ outcome: 'refused', code: 'amount_out_of_range' });
  });
});

describe('a transfer', () => {
  it('is a debit and a credit that tell both balances', () => {
    const { decision } = given(funded('100.00')).when(transfer('a', 'b', '30.50'));
    expect(decision).toMatchObject({
      outcome: 'accepted',
      events: [
        {
          type: 'EntryPosted',
          data: {
            accountId: 'a',
            version: 3,
            entry: 2,
            direction: 'debit',
            counterparty: 'b',
            amount: '30.50',
            balances: { posted: '69.50', available: '69.50' },
          },
        },
        {
          type: 'EntryPosted',
          data: { accountId: 'b', version: 2, entry: 1, direction: 'credit', balances: { posted: '30.50' } },
        },
      ],
    });
  });

  it('may use the overdraft limit to the last minor unit, and no further', () => {
    const history = eventsOf(opening('a', 'CZK', '10.00'), opening('b'));
    given(history)
      .when(transfer('a', 'b', '10.00'))
      .then({ outcome: 'accepted' });
    given(history)
      .when(transfer('a', 'b', '10.01'))
      .then({ outcome: 'declined', code: 'insufficient_funds' });
  });

  it('that is declined is an event on the account the money would have left, and moves nothing', () => {
    const when = given(funded('100.00')).when(transfer('a', 'b', '100.01'));
    when.then({
      outcome: 'declined',
      code: 'insufficient_funds',
      events: [
        {
          type: 'TransferDeclined',
          data: expect.objectContaining({
            accountId: 'a',
            version: 3,
            reason: 'insufficient_funds',
            counterparty: 'b',
            balances: { posted: '100.00', held: '0.00', available: '100.00' },
          }),
        },
      ],
    });
    expect(when.after.accounts.get('a')).toMatchObject({ posted: 10_000n, version: 3, entries: 1 });
  });

  it('decides its legs in order: money may pass through an account', () => {
    const through = {
      ...transfer('bank', 'a', '5.00'),
      legs: [...transfer('bank', 'a', '5.00').legs, ...transfer('a', 'b', '5.00').legs],
    };
    given(twoAccounts).when(through).then({ outcome: 'accepted' });
    const backwards = { ...through, legs: through.legs.toReversed() };
    given(twoAccounts).when(backwards).then({ outcome: 'declined', code: 'insufficient_funds' });
  });
});

describe('refusals, in their order of precedence', () => {
  const tooMuch = formatAmount(MAX_MINOR, 'CZK');
  it.each([
    ['account_not_found', transfer('a', 'nobody', tooMuch, 'EUR')],
    ['account_not_found', transfer('nobody', 'nobody', '1.00')],
    ['same_account', transfer('a', 'a', '1.00', 'EUR')],
    ['currency_mismatch', transfer('a', 'e', tooMuch)],
    ['currency_mismatch', transfer('a', 'b', '1.00', 'EUR')],
  ])('%s', (code, command) => {
    given(twoAccounts)
      .when(command)
      .then({ outcome: 'refused', code: code as never });
  });

  it('amount_out_of_range, when a sum passes 64 bits though the amount does not; it rests on both accounts', () => {
    given(funded(tooMuch))
      .when(transfer('bank', 'a', '0.01'))
      .then({ outcome: 'refused', code: 'amount_out_of_range', basis: ['bank', 'a'] });
  });
});
