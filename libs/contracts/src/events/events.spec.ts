import { decodeCloudEvent, encodeCloudEvent } from './cloud-event.js';
import { decodeStoredEvent, UndecodableEventError } from './decode.js';
import type { StoredEvent } from './recorded-event.js';

const data = {
  accountId: 'acc_1',
  version: 3,
  transferId: 'tr_1',
  leg: 0,
  legs: 1,
  counterparty: 'acc_2',
  amount: '12.34',
  currency: 'CZK',
  reference: 'a "quoted" text \u2028 and 😀',
  occurredAt: '1993-01-01T00:00:00.000Z',
  balances: { posted: '87.66', held: '0.00', available: 'unlimited' },
  entry: 2,
  direction: 'debit',
};

const stored: StoredEvent = {
  partition: 3,
  sequence: 1042,
  accountId: 'acc_1',
  type: 'EntryPosted',
  typeVersion: 1,
  data: JSON.stringify(data),
  recordedAt: '2026-11-21T09:30:00.000Z',
};

const recorded = {
  type: 'EntryPosted',
  data,
  partition: 3,
  sequence: 1042,
  recordedAt: '2026-11-21T09:30:00.000Z',
};

describe('an event', () => {
  it('is the same whether read from the store or from the bus', () => {
    expect(decodeStoredEvent(stored)).toEqual(recorded);
    expect(decodeCloudEvent(encodeCloudEvent(stored))).toEqual(recorded);
  });

  it('keeps the correlation id of its request', () => {
    const correlated = { ...stored, correlationId: 'req-1' };
    expect(JSON.parse(encodeCloudEvent(correlated))).toMatchObject({ correlationid: 'req-1' });
    for (const event of [decodeStoredEvent(correlated), decodeCloudEvent(encodeCloudEvent(correlated))])
      expect(event).toEqual({ ...recorded, correlationId: 'req-1' });
  });

  it('goes over the bus as a CloudEvent 1.0', () => {
    expect(JSON.parse(encodeCloudEvent(stored))).toEqual({
      specversion: '1.0',
      id: '3:1042',
      type: 'trine.ledger.entry-posted.v1',
      source: '/trine/ledger',
      subject: 'acc_1',
      time: '2026-11-21T09:30:00.000Z',
      datacontenttype: 'application/json',
      partition: 3,
      sequence: '1042',
      data,
    });
  });

  it.each<[string, Partial<StoredEvent>]>([
    ['an unknown type', { type: 'EntryErased' }],
    ['a version from the future', { typeVersion: 2 }],
    ['data that is not JSON', { data: '{' }],
    ['data of another shape', { data: '{"accountId":"acc_1"}' }],
  ])('is refused with its position when it has %s', (_what, change) => {
    const decode = () => decodeStoredEvent({ ...stored, ...change });
    expect(decode).toThrow(UndecodableEventError);
    expect(decode).toThrow(/3:1042/);
  });

  it.each(['', 'null', '{"specversion":"1.0"}', encodeCloudEvent(stored).replace('.v1', '.v9')])(
    'is refused from the bus when the message is %p',
    (message) => {
      expect(() => decodeCloudEvent(message)).toThrow(UndecodableEventError);
    },
  );
});
