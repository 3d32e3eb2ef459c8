import { opening, transfer } from './builders.js';
import { forEverySequence, tell } from './tell.js';

const at = '2026-01-01T00:00:07.000Z';

describe('a sequence that breaks a property', () => {
  it('is told as given, when and then', () => {
    const commands = [opening('a', 'CZK', 'unlimited'), opening('b'), transfer('b', 'a', '1.00')];
    expect(tell(commands.map((command) => ({ command, at })))).toBe(
      [
        'given',
        '  07s open-account {"id":"a","currency":"CZK","overdraftLimit":null}: accepted',
        '  07s open-account {"id":"b","currency":"CZK","overdraftLimit":"0n"}: accepted',
        'when',
        '  07s post-transfer {"id":"tr","legs":[{"from":"b","to":"a","amount":"100n","currency":"CZK"}],"texts":{},' +
          '"occurredAt":"2026-01-01T00:00:00.000Z"}',
        'then',
        '  declined insufficient_funds',
      ].join('\n'),
    );
  });

  it('is shrunk to what shows it', () => {
    const noHold = () =>
      forEverySequence((sequence) => {
        if (tell(sequence).match(/place-hold .*(: accepted|\nthen\n {2}accepted)/)) throw new Error('a hold');
      });
    expect(noHold).toThrow(
      /^given\n( {2}.*: accepted\n){1,6}when\n.* place-hold .*\nthen\n {2}accepted\nbut: Error: a hold/,
    );
  });
});
