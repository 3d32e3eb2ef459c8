import { OpenAccountRequest } from '../http/accounts.js';
import { OneLegRequest } from '../http/transfers.js';
import { validatorOf } from './validator.js';

const transfers = validatorOf(OneLegRequest);
const accounts = validatorOf(OpenAccountRequest);
const transfer = { from: 'acc_1', to: 'acc_2', amount: '1.00', currency: 'CZK' };

describe('requests', () => {
  it.each([
    ['a transfer', transfer],
    ['every kind of text, kept as given', { ...transfer, reference: '', description: ' 😀 \u2028 \n' }],
    ['140 characters outside the basic plane', { ...transfer, reference: '😀'.repeat(140) }],
    ['32 pairs of metadata', { ...transfer, metadata: pairs(32) }],
  ])('take %s', (_what, request) => {
    expect(transfers.validate(request)).toEqual({ ok: true, value: request });
  });

  it.each<[string, object, string[]]>([
    ['missing fields, each of them', {}, ['/from', '/to', '/amount', '/currency']],
    ['an amount that is a number', { ...transfer, amount: 1 }, ['/amount']],
    ['a negative amount', { ...transfer, amount: '-1.00' }, ['/amount']],
    ['an amount in exponent form', { ...transfer, amount: '1e3' }, ['/amount']],
    ['an unknown field', { ...transfer, ammount: '1' }, ['/ammount']],
    ['an unknown field named like a pointer', { ...transfer, 'a/b~c': 1 }, ['/a~1b~0c']],
    ['an id with a space', { ...transfer, id: 'a b' }, ['/id']],
    ['an id of 65 characters', { ...transfer, id: 'x'.repeat(65) }, ['/id']],
    ['a reference of 141 characters', { ...transfer, reference: 'é'.repeat(141) }, ['/reference']],
    [
      '141 characters hidden in one grapheme',
      { ...transfer, reference: 'e' + '\u0301'.repeat(140) },
      ['/reference'],
    ],
    ['U+0000', { ...transfer, description: 'a\u0000b' }, ['/description']],
    ['a lone surrogate', { ...transfer, description: '\ud83d' }, ['/description']],
    ['33 pairs of metadata', { ...transfer, metadata: pairs(33) }, ['/metadata']],
    ['metadata that is no string', { ...transfer, metadata: { a: 1 } }, ['/metadata/a']],
    ['metadata under an empty name', { ...transfer, metadata: { '': 'x' } }, ['/metadata/']],
    ['a time without an offset', { ...transfer, occurredAt: '2026-01-01T00:00:00' }, ['/occurredAt']],
    [
      'a day that is not in the calendar',
      { ...transfer, occurredAt: '2026-02-30T00:00:00Z' },
      ['/occurredAt'],
    ],
  ])('are refused for %s', (_what, request, pointers) => {
    const outcome = transfers.validate(request);
    expect(outcome.ok ? [] : outcome.faults.map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it.each([null, 5, 'x', [], [{}]])('are refused when the body is %p', (body) => {
    expect(accounts.validate(body)).toMatchObject({ ok: false });
  });
});

function pairs(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`key${i}`, 'value']));
}
