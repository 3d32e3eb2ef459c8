import type { Positions } from '@trine/contracts';
import { TestLedger } from '@trine/contracts/testing';
import { createLogger } from '@trine/platform';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createKafka } from '../kafka-client.js';
import { PostgresLogReader } from '../log/postgres-log-reader.js';
import { ProjectorRunner } from '../projector/projector-runner.js';
import type { CopyRecord, ViewCopies } from '../rebuild/copies.js';
import { LiveView } from '../rebuild/live-view.js';
import { Rebuild } from '../rebuild/rebuild.js';
import { createScratchLog } from './scratch-log.js';
import { createScratchTopic } from './scratch-topic.js';

/** A view to be rebuilt: its store, and what a reader sees of it. */
export interface RebuiltView {
  copies(): ViewCopies;
  positions(): Promise<Positions>;
  /** By account, a number that rises with its events; an account that is not shown is left out. */
  accounts(ids: readonly string[]): Promise<Map<string, number>>;
  /** How long a reader may hold to an old copy. */
  readonly holdMs: number;
}

export type RebuildBench = Awaited<ReturnType<typeof createRebuildBench>>;

/** Between two writes and two reads: events pile up all through a test, and each rebuild applies all of them. */
const PAUSE_MS = 25;
const IDS = Array.from({ length: 10 }, (_, i) => `acc_${i}`);

/** A log, a topic, two projectors of the view, and a ledger that it shows. */
export async function createRebuildBench(view: RebuiltView) {
  const [log, topic] = await Promise.all([createScratchLog(), createScratchTopic()]);
  const logger = createLogger('test', process.env['LOG_LEVEL'] ?? 'silent');
  const groupId = `test.${randomUUID()}`;
  const logReader = () => new PostgresLogReader(log.url, () => undefined);
  const ledger = new TestLedger();
  for (const id of IDS) ledger.open(id);
  let recorded = 0;

  function startProjector(): ProjectorRunner {
    const log = logReader();
    const readModel = new LiveView(view.copies(), log, logger);
    const kafka = createKafka(topic.brokers, 'test', logger);
    const runner = new ProjectorRunner({ kafka, topic: topic.name, groupId, log, readModel, logger });
    runner.start();
    return runner;
  }

  /** Records so many transfers more. */
  async function record(transfers: number): Promise<void> {
    for (let i = 0; i < transfers; i++)
      ledger.transfer({ from: IDS[i % 10]!, to: IDS[(i * 7 + 3) % 10]!, amountMinor: BigInt(i + 1) });
    const fresh = ledger.events.slice(recorded);
    recorded = ledger.events.length;
    await log.append(fresh);
    await topic.publish(fresh);
  }

  /** Resolves when a reader sees all that is recorded by now. */
  async function untilShown(): Promise<void> {
    const reader = logReader();
    const heads = await reader.heads();
    await reader.close();
    for (;;) {
      const positions = await view.positions();
      if ([...heads].every(([partition, head]) => (positions.get(partition) ?? 0) >= head)) return;
      await sleep(10);
    }
  }

  async function rebuild(dieAt = Infinity): Promise<void> {
    const [copies, log] = [dying(view.copies(), dieAt), logReader()];
    try {
      const rebuild = new Rebuild({ copies, log, graceMs: view.holdMs });
      await rebuild.run();
      await rebuild.tidy();
    } finally {
      await Promise.all([copies.close(), log.close()]);
    }
  }

  async function copyRecord(): Promise<CopyRecord | undefined> {
    const copies = view.copies();
    await copies.connect();
    const found = await copies.record();
    await copies.close();
    return found;
  }

  /** Does something while transfers are recorded and readers read; says what was seen that no reader may see. */
  async function underLoad(work: () => Promise<unknown>): Promise<string[]> {
    const [stopWriting, stopReading] = [repeat(() => record(20)), watch(view)];
    try {
      await work();
      await stopWriting();
      await untilShown();
    } finally {
      await Promise.all([stopWriting(), stopReading()]);
    }
    return stopReading();
  }

  /** By account that has any, the number of its newest entry. */
  function newestEntries(): Map<string, number> {
    const entries = new Map<string, number>();
    for (const { type, data } of ledger.events)
      if (type === 'EntryPosted') entries.set(data.accountId, data.entry);
    return entries;
  }

  const projectors = [startProjector(), startProjector()];
  for (const projector of projectors)
    while (
      await projector.ready().then(
        () => false,
        () => true,
      )
    )
      await sleep(20);
  await record(300);
  await untilShown();
  const close = async () => {
    await Promise.all(projectors.map((projector) => projector.stop()));
    await Promise.all([log.drop(), topic.drop()]);
  };
  return {
    ledger,
    log,
    record,
    untilShown,
    rebuild,
    copyRecord,
    underLoad,
    newestEntries,
    startProjector,
    close,
  };
}

/** Works again and again until the returned function is called, which resolves when the last time is over; may be repeated. */
function repeat(work: () => Promise<void>): () => Promise<void> {
  let going = true;
  const loop = (async () => {
    while (going) {
      await work();
      await sleep(PAUSE_MS);
    }
  })();
  return async () => {
    going = false;
    await loop;
  };
}

/** Reads all the time; the returned function says what was seen that no reader may see. */
function watch(view: RebuiltView): () => Promise<string[]> {
  const faults: string[] = [];
  let before = { positions: new Map() as Positions, accounts: new Map<string, number>() };
  const stop = repeat(async () => {
    const positions = await view.positions();
    const accounts = await view.accounts(IDS);
    for (const [partition, position] of before.positions)
      if ((positions.get(partition) ?? 0) < position) faults.push(`partition ${partition} went back`);
    for (const id of IDS) {
      const now = accounts.get(id);
      if (now === undefined) faults.push(`${id} is missing`);
      else if (now < (before.accounts.get(id) ?? 0)) faults.push(`${id} went back`);
    }
    before = { positions, accounts };
  });
  return async () => {
    await stop();
    return faults;
  };
}

/** Makes a rebuild die at one of its steps, and be heard of no more: odd ones before it is done, even ones after. */
function dying(copies: ViewCopies, last: number): ViewCopies {
  let steps = 0;
  const step =
    <A extends unknown[], T>(work: (...args: A) => Promise<T>) =>
    async (...args: A) => {
      const at = ++steps;
      if (at > last || (at === last && at % 2 === 1)) throw new Error('died before');
      const result = await work(...args);
      if (at === last) throw new Error('died after');
      return result;
    };
  const open = copies.open.bind(copies);
  copies.record = step(copies.record.bind(copies));
  copies.write = step(copies.write.bind(copies));
  copies.drop = step(copies.drop.bind(copies));
  copies.open = (number) => {
    const copy = open(number);
    copy.apply = step(copy.apply.bind(copy));
    copy.applyStored = step(copy.applyStored.bind(copy));
    copy.isOutage = () => true;
    return copy;
  };
  return copies;
}

/** Kills a rebuild at one step after the other until one comes through: how often it died. */
export async function dieAtEachStep(bench: RebuildBench): Promise<number> {
  // Later steps are mostly applications, all alike: every third is enough, before and after it in turns.
  for (let deaths = 0, last = 1; ; deaths++, last += last < 8 ? 1 : 3) {
    const died = await bench.rebuild(last).then(
      () => false,
      () => true,
    );
    if (!died) return deaths;
    if ((await bench.copyRecord())?.switching !== true) await bench.untilShown();
  }
}
