import { jest } from '@jest/globals';
import { MAX_FORWARDED, type ForwardedTransfer } from '@trine/contracts';
import type { FastifyRequest } from 'fastify';
import type { PaymentsAnswer, PaymentsClient, PaymentsRequest } from './payments-client.js';
import { TransferForwarder } from './transfer-forwarder.js';

/** A request to payments that waits for the test to end it. */
interface Sent {
  readonly keys: string[];
  readonly answer: (status?: number) => void;
  readonly fail: () => void;
}

class Payments {
  readonly sent: Sent[] = [];

  send({ body }: PaymentsRequest): Promise<PaymentsAnswer> {
    const transfers = JSON.parse(String(body)) as ForwardedTransfer[];
    const answers = transfers.map(({ key }) => ({ status: 201, headers: {}, body: key }));
    return new Promise((resolve, reject) => {
      this.sent.push({
        keys: transfers.map(({ key }) => key),
        answer: (status = 200) => resolve({ status, headers: {}, body: JSON.stringify(answers) }),
        fail: () => reject(new Error('gone')),
      });
    });
  }
}

describe('transfers on their way to payments', () => {
  let payments: Payments;
  let forwarder: TransferForwarder;
  beforeEach(() => {
    jest.useFakeTimers();
    payments = new Payments();
    forwarder = new TransferForwarder(payments as unknown as PaymentsClient);
  });
  afterEach(() => jest.useRealTimers());

  const forward = (key: string) => {
    const request = { headers: { 'idempotency-key': key }, body: Buffer.from('{}'), correlationId: 'c' };
    return forwarder.forward(request as unknown as FastifyRequest);
  };
  const forwardAll = (...keys: string[]) =>
    Promise.all(keys.map((key) => forward(key).catch((error: Error) => error.message)));
  /** All that is due is done. */
  const pass = () => jest.advanceTimersByTimeAsync(0);
  const sent = () => payments.sent.map(({ keys }) => keys);

  it('go together when they come in one turn', async () => {
    const answers = forwardAll('a', 'b');
    await pass();
    expect(sent()).toEqual([['a', 'b']]);
    payments.sent[0]!.answer();
    expect(await answers).toMatchObject([{ body: 'a' }, { body: 'b' }]);
  });

  it('do not wait for the answer to those before them', async () => {
    void forwardAll('a');
    await pass();
    void forwardAll('b', 'c');
    await pass();
    expect(sent()).toEqual([['a'], ['b', 'c']]);
  });

  it('go so many together at most, and keep their order', async () => {
    const many = Array.from({ length: 2 * MAX_FORWARDED + 1 }, (_, i) => `k${i}`);
    void forwardAll(...many);
    await pass();
    const [first, second] = [many.slice(0, MAX_FORWARDED), many.slice(MAX_FORWARDED, 2 * MAX_FORWARDED)];
    expect(sent()).toEqual([first, second, many.slice(-1)]);
  });

  it('fail together, once, and leave those after them alone', async () => {
    const failed = forwardAll('a', 'b');
    await pass();
    const answers = forwardAll('c');
    payments.sent[0]!.fail();
    expect(await failed).toEqual(['gone', 'gone']);
    await pass();
    payments.sent[1]!.answer();
    expect(await answers).toMatchObject([{ body: 'c' }]);
    expect(sent()).toEqual([['a', 'b'], ['c']]);
  });

  it.each([
    [400, [null]],
    [404, [null]],
    [413, [null]],
    [415, [null]],
    [500, [{ status: 500 }]],
    [503, [{ status: 503 }]],
  ])('go by themselves only where nothing was decided: %d', async (status, expected) => {
    const answers = forwardAll('a');
    await pass();
    payments.sent[0]!.answer(status);
    expect(await answers).toMatchObject(expected);
  });

  it.each([[''], ['ž'], ['k'.repeat(256)], ['a b']])(
    'go by themselves with a key that is none: %j',
    async (key) => {
      expect(await forwardAll(key)).toEqual([null]);
      await pass();
      expect(sent()).toEqual([]);
    },
  );
});
