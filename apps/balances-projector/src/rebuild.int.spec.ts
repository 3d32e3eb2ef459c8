import { BalancesCopies, BalancesReader } from '@trine/balances';
import { LiveView, LockedError, PostgresLogReader, Rebuild } from '@trine/event-bus';
import { createRebuildBench, dieAtEachStep, serverUrl, type RebuildBench } from '@trine/event-bus/testing';
import { createLogger } from '@trine/platform';
import { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const url = serverUrl('TRINE_REDIS_URL');
let config: ConstructorParameters<typeof BalancesReader>[0];
let reader: BalancesReader;
let bench: RebuildBench;
beforeEach(async () => {
  config = { url, prefix: `test:${randomUUID()}:`, onError: () => undefined };
  reader = new BalancesReader(config);
  await reader.connect();
  bench = await createRebuildBench({
    copies: () => new BalancesCopies(config),
    positions: () => reader.positions(),
    accounts: async (ids) => {
      const { accounts } = await reader.accounts({ limit: ids.length });
      return new Map(accounts.map(({ id, version }) => [id, version]));
    },
    holdMs: 0,
  });
});
afterEach(async () => {
  await bench.close();
  await reader.close();
  const redis = new Redis(url);
  const left = await redis.keys(`${config.prefix}*`);
  await redis.del(left);
  await redis.quit();
});

async function expectBalances(): Promise<void> {
  const last = new Map(bench.ledger.events.map(({ data }) => [data.accountId, data]));
  const shown = await reader.balances([...last.keys()]);
  for (const [id, { version, balances }] of last)
    expect(shown.get(id)).toMatchObject({ version, ...balances });
}

function liveView(log: PostgresLogReader): LiveView {
  return new LiveView(new BalancesCopies(config), log, createLogger('test', 'silent'));
}

/** Records in a moment that an account is opened and applies that; false when the view does not take it. */
async function openSoon(id: string, live: LiveView): Promise<boolean> {
  await sleep(20);
  const opened = bench.ledger.open(id).events.slice(-1);
  await bench.log.append(opened);
  return live.apply(opened[0]!.partition, opened).then(
    () => true,
    () => false,
  );
}

describe('a rebuild of the balances', () => {
  it('under load shows no reader anything older or missing, and leaves nothing of the copies before', async () => {
    const faults = await bench.underLoad(async () => {
      for (let i = 0; i < 5; i++) await bench.rebuild();
    });
    expect(faults).toEqual([]);
    await expectBalances();
    const record = await bench.copyRecord();
    expect(record).toMatchObject({ switches: 5, switching: false, garbage: [] });
    const redis = new Redis(url);
    const keys = await redis.keys(`${config.prefix}*{p*`);
    await redis.quit();
    expect(keys.filter((key) => !key.includes(`copy${record!.live.number}:`))).toEqual([]);
  });

  it('may die at any step: the old copy serves on, and the next rebuild ends it', async () => {
    const faults = await bench.underLoad(async () => {
      expect(await dieAtEachStep(bench)).toBeGreaterThan(5);
    });
    expect(faults).toEqual([]);
    await expectBalances();
    expect(await bench.copyRecord()).toMatchObject({ switching: false, garbage: [] });
  }, 120_000);

  it('that died while projectors stood still for it, does not keep them so', async () => {
    const copies = new BalancesCopies(config);
    await copies.connect();
    await copies.change((await copies.record())!, { switching: true });
    // What comes before projectors hear of it is still applied: that shows nothing.
    while ((await copies.record())!.switching) {
      await bench.record(20);
      await bench.untilShown();
    }
    await copies.close();
  });

  it('has what a projector that had not heard of the halt yet applied after it', async () => {
    const log = new PostgresLogReader(bench.log.url, () => undefined);
    const [copies, live] = [new BalancesCopies(config), liveView(log)];
    await Promise.all([copies.connect(), live.connect()]);
    const late: { id: string; applied: Promise<boolean> }[] = [];
    const change = copies.change.bind(copies);
    copies.change = async (record, fields) => {
      if (fields.switching === true) await live.positions();
      const changed = await change(record, fields);
      const id = `late-${late.length}`;
      if (fields.switching === true) late.push({ id, applied: openSoon(id, live) });
      return changed;
    };
    // On a slow machine the projector may hear of the halt first: that shows nothing.
    for (let last = late.at(-1); !(await last?.applied); last = late.at(-1)) {
      await bench.untilShown();
      await new Rebuild({ copies, log }).run();
    }
    expect(await reader.balance(late.at(-1)!.id)).toBeDefined();
    await Promise.all([copies.close(), live.close(), log.close()]);
  });

  it('is refused while another one is at it', async () => {
    const both = await Promise.allSettled([bench.rebuild(), bench.rebuild()]);
    const refused = both.filter(({ status }) => status === 'rejected');
    expect(refused).toEqual([{ status: 'rejected', reason: expect.any(LockedError) }]);
  });

  it('goes on with an unfinished copy', async () => {
    await expect(bench.rebuild(12)).rejects.toThrow(/died/);
    const unfinished = (await bench.copyRecord())!.next!;
    await bench.rebuild();
    expect((await bench.copyRecord())!.live).toEqual(unfinished);
  });

  it('is what a projector does by itself with a copy of an older version, or of another log', async () => {
    const copies = new BalancesCopies(config);
    await copies.connect();
    for (const wrong of [{ version: 1 }, { logId: randomUUID() }]) {
      const record = (await copies.record())!;
      await copies.change(record, { live: { ...record.live, ...wrong } });
      await bench.record(20);
      while ((await copies.record())!.switches === record.switches)
        await new Promise((r) => setTimeout(r, 20));
      await bench.untilShown();
      await expectBalances();
    }
    await copies.close();
  });
});
