import { curlBlocks, ensureSample, paste } from './testing/documents.js';
import { get, viewsCaughtUp } from './testing/system.js';

describe('docs/payments.md', () => {
  beforeAll(ensureSample, 120_000);

  it('works as pasted, and the money is where it says', async () => {
    const blocks = await curlBlocks('docs/payments.md');
    const printed = await paste(`${blocks.join('\n')}\necho; echo "run $RUN"`);
    const run = /run (\d+)$/m.exec(printed)?.[1];
    await viewsCaughtUp();
    const posted = async (name: string) => {
      const { body } = await get(`/v1/accounts/${name}-${run}/balance`);
      return { posted: body.posted, held: body.held };
    };
    expect(await posted('card')).toEqual({ posted: '80.00', held: '0.00' });
    expect(await posted('shop')).toEqual({ posted: '915.00', held: '0.00' });
    expect(await posted('fees')).toEqual({ posted: '4.00', held: '0.00' });
    expect(await posted('tax')).toEqual({ posted: '1.00', held: '0.00' });

    const hold = await get(`/v1/holds/hold-${run}`);
    expect(hold.body).toMatchObject({
      status: 'captured',
      captured: '700.00',
      remaining: '0.00',
      captures: [{ amount: '450.00' }, { amount: '250.00' }],
    });
    const sale = await get(`/v1/transfers/sale-${run}`);
    expect(sale.body).toMatchObject({ status: 'partially_reversed', reversedBy: [{}, {}] });
    for (const { id } of sale.body.reversedBy) {
      expect((await get(`/v1/transfers/${id}`)).body).toMatchObject({ reverses: `sale-${run}` });
    }
    expect((await get(`/v1/transfers/split-${run}`)).body.legs).toHaveLength(3);
    const salaries = printed.match(/"status":201/g) ?? [];
    expect(salaries).toHaveLength(1_000);
  }, 120_000);
});
