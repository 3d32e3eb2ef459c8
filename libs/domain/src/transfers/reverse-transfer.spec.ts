import type { LedgerEvent } from '@trine/contracts';
import { eventsOf, opening, reversal, transfer } from '../testing/builders.js';
import { given } from '../testing/given.js';

const opened = [opening('bank', 'CZK', 'unlimited'), opening('a'), opening('b'), opening('c')];
const paid = eventsOf(...opened, transfer('bank', 'a', '100.00', 'CZK', 'tr'));
const through = {
  ...transfer('bank', 'a', '5.00'),
  legs: [...transfer('bank', 'a', '5.00').legs, ...transfer('a', 'b', '5.00').legs],
};
const afterwards = (events: LedgerEvent[], ...commands: Parameters<typeof reversal>[]) =>
  commands.reduce((history, command) => {
    const { decision } = given(history).when(reversal(...command));
    return decision.outcome === 'refused' ? history : [...history, ...decision.events];
  }, events);

describe('a reversal', () => {
  it('takes a transfer back, whole or in parts, and names it', () => {
    const { decision } = given(paid).when(reversal('40.00'));
    expect(decision).toMatchObject({
      outcome: 'accepted',
      events: [
        { data: { accountId: 'a', direction: 'debit', amount: '40.00', reverses: 'tr', transferId: 'rev' } },
        { data: { accountId: 'bank', direction: 'credit', reverses: 'tr' } },
      ],
    });
    const { after } = given(afterwards(paid, ['40.00', 'tr', 'r1'])).when(reversal(undefined, 'tr', 'r2'));
    expect(after.accounts.get('a')).toMatchObject({ posted: 0n });
  });

  it('is never more than what is left, and that comes before funds', () => {
    given(paid).when(reversal('100.01')).then({ outcome: 'refused', code: 'reversal_exceeds_transfer' });
    const partly = afterwards(paid, ['60.00', 'tr', 'r1']);
    given(partly).when(reversal('50.00')).then({ outcome: 'refused', code: 'reversal_exceeds_transfer' });
    const wholly = afterwards(partly, ['40.00', 'tr', 'r2']);
    given(wholly).when(reversal()).then({ outcome: 'refused', code: 'reversal_exceeds_transfer' });
  });

  it('of what nothing is left is no decline, whatever the accounts are', () => {
    const wholly = afterwards(paid, [undefined, 'tr', 'r1']);
    const frozen = given(wholly).when({ type: 'freeze-account', accountId: 'a' }).decision;
    given(wholly, 'events' in frozen ? [...frozen.events] : [])
      .when(reversal())
      .then({ outcome: 'refused', code: 'reversal_exceeds_transfer' });
  });

  it('cannot be reversed itself', () => {
    given(afterwards(paid, ['60.00', 'tr', 'r1']))
      .when(reversal('1.00', 'r1', 'again'))
      .then({ outcome: 'refused', code: 'reversal_exceeds_transfer' });
  });

  it('needs the money to be there', () => {
    const spent = eventsOf(
      ...opened,
      transfer('bank', 'a', '100.00'),
      transfer('a', 'b', '70.00', 'CZK', 'spent'),
    );
    given(spent)
      .when(reversal('50.00'))
      .then({
        outcome: 'declined',
        code: 'insufficient_funds',
        events: [
          expect.objectContaining({
            data: expect.objectContaining({ operation: 'reversal', reverses: 'tr' }),
          }),
        ],
      });
  });

  it('takes several legs back together, the last one first, once', () => {
    const passed = eventsOf(...opened, through);
    const { after } = given(passed).when(reversal());
    expect([...after.accounts.values()].map(({ posted }) => posted)).toEqual([0n, 0n, 0n, 0n]);
    given(passed).when(reversal('5.00')).then({ outcome: 'refused', code: 'invalid_request' });
    given(afterwards(passed, [undefined, 'tr', 'r1']))
      .when(reversal())
      .then({ outcome: 'refused', code: 'reversal_exceeds_transfer' });
  });

  it.each([
    ['transfer_not_found', reversal('1.00', 'nothing')],
    ['invalid_request', reversal('0.001')],
    ['invalid_request', reversal('0.00')],
  ])('is refused with %s', (code, command) => {
    given(paid)
      .when(command)
      .then({ outcome: 'refused', code: code as never });
  });
});
