import { BalancesCopies } from '@trine/balances';
import type { AccountResponse, Position, Positions } from '@trine/contracts';
import { LockedError, Rebuild, type CopyRecord, type RebuildOptions } from '@trine/event-bus';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBench, ledgerOf, move, untilShown, type Bench } from './testing/bench.js';

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

/** Dies at one of its steps, and is heard of no more. */
class DyingCopies extends BalancesCopies {
  steps = 0;

  constructor(
    bench: Bench,
    private readonly last: number,
  ) {
    super(bench.config);
  }

  override record(): Promise<CopyRecord | undefined> {
    return this.step(() => super.record());
  }
  override write(record: CopyRecord): Promise<boolean> {
    return this.step(() => super.write(record));
  }
  override drop(number: number): Promise<void> {
    return this.step(() => super.drop(number));
  }
  override open(number: number) {
    const copy = super.open(number);
    const apply = copy.apply.bind(copy);
    copy.apply = (...batch) => this.step(() => apply(...batch));
    return copy;
  }

  /** Half of the deaths come before the step, half right after it. */
  private async step<T>(work: () => Promise<T>): Promise<T> {
    const at = ++this.steps;
    if (at > this.last) throw new Error('died before');
    const result = await work();
    if (at === this.last && at % 2 === 0) throw new Error('died after');
    return result;
  }
}

async function rebuild(copies = new BalancesCopies(bench.config), more: Partial<RebuildOptions> = {}) {
  const log = bench.logReader();
  try {
    await new Rebuild({ copies, log, graceMs: 0, ...more }).run();
  } finally {
    await Promise.all([copies.close(), log.close()]);
  }
}

/** Reads all the time, and says what it saw that no reader may see. */
function watch(accounts: readonly string[]) {
  const faults: string[] = [];
  const before = { positions: new Map() as Positions, accounts: new Map<string, AccountResponse>() };
  let reading = true;
  const look = async () => {
    const positions = await bench.reader.positions();
    for (const [partition, position] of before.positions)
      if (positions.get(partition)! < position)
        faults.push(`position ${partition} went back from ${position}`);
    before.positions = positions;
    const shown = new Map(
      (await bench.reader.accounts({ limit: 50 })).accounts.map((each) => [each.id, each]),
    );
    for (const id of accounts) {
      const account = shown.get(id);
      if (account === undefined) faults.push(`${id} is missing`);
      else if (account.version < (before.accounts.get(id)?.version ?? 0)) faults.push(`${id} went back`);
    }
    before.accounts = shown;
  };
  const loop = (async () => {
    while (reading) await look();
  })();
  return async () => {
    reading = false;
    await loop;
    return faults;
  };
}

/** Transfers come all the time until it is stopped; resolves to all events then. */
function write(ledger: ReturnType<typeof ledgerOf>) {
  let writing = true;
  let published = ledger.events.length;
  const loop = (async () => {
    while (writing) {
      move(ledger, 20);
      const fresh = ledger.events.slice(published);
      published = ledger.events.length;
      await bench.log.append(fresh);
      await bench.topic.publish(fresh);
      await sleep(5);
    }
  })();
  return async () => {
    writing = false;
    await loop;
    return ledger.events;
  };
}

async function untilReached({ partition, sequence }: Position): Promise<void> {
  while ((await bench.reader.positions()).get(partition)! < sequence) await sleep(5);
}

const ACCOUNTS = Array.from({ length: 10 }, (_, i) => `acc_${i}`);

async function started() {
  const ledger = ledgerOf(500);
  await bench.log.append(ledger.events);
  await bench.topic.publish(ledger.events);
  bench.start();
  bench.start();
  await untilShown(bench, ledger.events);
  return ledger;
}

const recordOf = async () => {
  const copies = new BalancesCopies(bench.config);
  await copies.connect();
  const record = await copies.record();
  await copies.close();
  return record;
};

describe('a rebuild of the balances', () => {
  it('mends what is wrong, under load, and no reader sees anything older or missing', async () => {
    const ledger = await started();
    const [stop, seen] = [write(ledger), watch(ACCOUNTS)];
    for (let i = 0; i < 5; i++) await rebuild();
    await untilShown(bench, await stop());
    expect(await seen()).toEqual([]);
    const record = await recordOf();
    expect(record).toMatchObject({ switches: 5, switching: false, garbage: [] });
    // Of the copies before nothing is left.
    const keys = [...(await bench.snapshot()).keys()].filter((key) =>
      /balance:|position|accounts:/.test(key),
    );
    expect(keys.filter((key) => !key.includes(`copy${record!.live.number}:`))).toEqual([]);
  });

  it('may die at any step: the old copy serves on, and the next rebuild ends it', async () => {
    const ledger = await started();
    const [stop, seen] = [write(ledger), watch(ACCOUNTS)];
    let deaths = 0;
    for (let last = 1; ; last++) {
      const copies = new DyingCopies(bench, last);
      const died = await rebuild(copies).then(
        () => false,
        () => true,
      );
      if (!died) break;
      deaths++;
      if (!(await recordOf())!.switching) await untilReached(ledger.events.at(-1)!);
    }
    expect(deaths).toBeGreaterThan(10);
    await untilShown(bench, await stop());
    expect(await seen()).toEqual([]);
    expect(await recordOf()).toMatchObject({ switching: false, garbage: [] });
  });

  it('that died while projectors stood still for it, does not keep them so', async () => {
    const ledger = await started();
    await rebuild();
    const copies = new BalancesCopies(bench.config);
    await copies.connect();
    await copies.change((await copies.record())!, { switching: true });
    const before = ledger.events.length;
    move(ledger, 20);
    await bench.log.append(ledger.events.slice(before));
    await untilShown(bench, ledger.events);
    expect(await copies.record()).toMatchObject({ switching: false });
    await copies.close();
  });

  it('is refused while another one is at it', async () => {
    await started();
    const both = await Promise.allSettled([rebuild(), rebuild()]);
    const refused = both.filter(({ status }) => status === 'rejected');
    expect(refused).toEqual([{ status: 'rejected', reason: expect.any(LockedError) }]);
  });

  it('goes on with an unfinished copy', async () => {
    await started();
    const before = await recordOf();
    await expect(rebuild(new DyingCopies(bench, 12))).rejects.toThrow(/died/);
    const unfinished = (await recordOf())!.next!;
    expect(unfinished.number).toBeGreaterThan(before!.live.number);
    await rebuild();
    expect((await recordOf())!.live).toEqual(unfinished);
  });
});
