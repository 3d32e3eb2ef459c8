import { Ledger, transfer, until } from '../testing/payments.js';
import { startProcess, type PaymentsProcess } from '../testing/process.js';
import { Wire } from '../testing/wire.js';

const commands = Array.from({ length: 20 }, (_, i) => ({
  ...transfer('a', 'b', '1.00'),
  id: `tr-${i}`,
  idempotencyKey: `key-${i}`,
}));
const isAppend = (request: Buffer) => request.includes('tr-0');

describe('payments that is killed', () => {
  let ledger: Ledger;
  let wire: Wire;
  let killed: PaymentsProcess;
  let next: PaymentsProcess;

  beforeEach(async () => {
    ledger = await Ledger.create();
    wire = await Wire.to(ledger.url);
    [killed, next] = await Promise.all([startProcess(wire.url), startProcess(ledger.url)]);
    await killed.client.openFunded('a', 'b');
  });
  afterEach(async () => {
    await killed.app.kill();
    await next.app.stop();
    await wire.close();
    await ledger.drop();
  });

  /** Sends all commands to the one, kills it when `moment` has come, and expects no answer. */
  async function killAt(moment: () => Promise<boolean>): Promise<void> {
    const answer = killed.client.batch(commands).catch(() => 'none');
    await until(moment);
    await killed.app.kill();
    expect(await answer).toBe('none');
  }

  /** Repeats all commands at the other; each of the results is a replay or not. */
  async function repeat(): Promise<boolean[]> {
    const { body } = await next.client.batch(commands);
    const results = body.results as { status: number; transfer: { id: string }; replayed?: boolean }[];
    expect(results).toMatchObject(commands.map(({ id }) => ({ status: 201, transfer: { id } })));
    return results.map(({ replayed = false }) => replayed);
  }

  async function expectOneEffect(): Promise<void> {
    expect([await ledger.posted('a'), await ledger.posted('b')]).toEqual([8_000n, 12_000n]);
    expect(await ledger.query('SELECT sum(posted)::int FROM accounts')).toEqual([{ sum: 0 }]);
    expect(
      await ledger.query(`
        SELECT account_id, count(*)::int FROM events WHERE data LIKE '%"transferId":"tr-%'
        GROUP BY account_id ORDER BY account_id`),
    ).toEqual(['a', 'b'].map((account_id) => ({ account_id, count: commands.length })));
    expect(
      await ledger.query(`
        SELECT partition FROM partitions JOIN events USING (partition) GROUP BY partition, head
        HAVING count(*) <> head OR max(sequence) <> head`),
    ).toEqual([]);
  }

  it('when its append is carried out and not committed: nothing is recorded, and the repeat is the first', async () => {
    const before = await ledger.contents();
    wire.holdCommit(isAppend);
    await killAt(async () => (await ledger.appends('written')) === 1);
    await until(async () => (await ledger.appends('written')) === 0);
    expect(await ledger.contents()).toEqual(before);

    expect(await repeat()).toEqual(commands.map(() => false));
    await expectOneEffect();
  });

  it('when its append waits in the store, and is carried out after the repeat was sent: one effect', async () => {
    const release = await ledger.lockPartitions();
    await killAt(async () => (await ledger.appends('waiting')) === 1);
    const repeated = repeat();
    await until(async () => (await ledger.appends('waiting')) === 2);
    await release();

    await repeated;
    await expectOneEffect();
  });

  it('when its append is committed and the answer on its way: the repeat has the first answer', async () => {
    const keys = `SELECT key FROM idempotency_keys WHERE key LIKE 'key-%'`;
    wire.hold();
    await killAt(async () => (await ledger.query(keys)).length === commands.length);
    const recorded = await ledger.contents();

    expect(await repeat()).toEqual(commands.map(() => true));
    expect(await ledger.contents()).toEqual(recorded);
    await expectOneEffect();
  });
});
