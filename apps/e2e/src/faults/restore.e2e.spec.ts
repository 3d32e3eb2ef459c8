import { randomUUID } from 'node:crypto';
import { backUp } from '../testing/backup.js';
import { trine } from '../testing/cli.js';
import { busHoldsTheLog } from '../testing/kafka-disk.js';
import { whileDown } from '../testing/processes.js';
import { eventually, get, open, post, viewsCaughtUp } from '../testing/system.js';

const PROJECTORS = ['balances-projector', 'history-projector', 'analytics-projector'];

const allDown = (names: readonly string[], work: () => Promise<void>): Promise<void> =>
  names.reduceRight((rest, name) => () => whileDown(name, rest), work)();

describe('an older backup of the event store', () => {
  it('restored: what views and the bus have beyond it is noticed, and nothing of it is kept', async () => {
    const run = randomUUID().slice(0, 8);
    const [from, to] = [`restore-from-${run}`, `restore-to-${run}`];
    const pay = async (times: number, amount: string) => {
      for (let i = 0; i < times; i++) {
        const answer = await post('/v1/transfers', { from, to, amount, currency: 'CZK', category: amount });
        expect(answer).toMatchObject({ status: 201 });
      }
    };
    await open(from, 'unlimited');
    await open(to);
    await pay(10, '1.00');

    const backup = await backUp();
    await pay(15, '2.00');
    await viewsCaughtUp();
    await allDown(PROJECTORS, async () => {
      // On the bus, and in no view yet.
      await pay(15, '3.00');
      await busHoldsTheLog();
      await whileDown('payments', () => backup.restore());
      await eventually('payments is ready', async () => (await get('/health/ready')).status === 200);
      const { body } = await get('/v1/views');
      for (const { available, reason } of body.views)
        expect({ available, reason }).toEqual({
          available: false,
          reason: expect.stringContaining('another log'),
        });
      await pay(40, '4.00');
    });
    await backup.drop();

    await eventually('the views are those of this log', async () => {
      const { body } = await get(`/v1/accounts/${to}/balance`);
      return body.posted === '170.00';
    });
    await viewsCaughtUp();
    expect(await trine('verify')).toMatchObject({ code: 0 });
    const { body } = await get(`/v1/accounts/${to}/entries?limit=200`);
    const amounts = body.entries.map(({ amount }: { amount: string }) => amount);
    expect(amounts).toEqual([...Array(40).fill('4.00'), ...Array(10).fill('1.00')]);
  }, 240_000);
});
