import { BalancesCopies, BalancesReader } from '@trine/balances';
import type { RecordedEvent } from '@trine/contracts';
import { createKafka, LiveView, PostgresLogReader, ProjectorRunner } from '@trine/event-bus';
import { TestLedger } from '@trine/contracts/testing';
import { createScratchLog, createScratchTopic, serverUrl } from '@trine/event-bus/testing';
import { createLogger } from '@trine/platform';
import { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

export interface RunnerChanges {
  readonly brokers?: string;
  readonly redisUrl?: string;
  readonly postgresUrl?: string;
}

/** A log, a topic and a view of a test's own on the real servers, and as many projectors as it starts. */
export type Bench = Awaited<ReturnType<typeof createBench>>;

export async function createBench() {
  const [log, topic] = await Promise.all([createScratchLog(), createScratchTopic()]);
  const url = serverUrl('TRINE_REDIS_URL');
  const prefix = `test:${randomUUID()}:`;
  const redis = new Redis(url);
  const config = { url, prefix, onError: () => undefined };
  const reader = new BalancesReader(config);
  await reader.connect();
  const groupId = `test.${randomUUID()}`;
  const logger = createLogger('test', process.env['LOG_LEVEL'] ?? 'silent');
  const runners = new Set<ProjectorRunner>();

  function start(changes: RunnerChanges = {}): ProjectorRunner {
    const logReader = new PostgresLogReader(changes.postgresUrl ?? log.url, () => undefined);
    const copies = new BalancesCopies({ ...config, url: changes.redisUrl ?? url });
    const runner = new ProjectorRunner({
      kafka: createKafka(changes.brokers ?? topic.brokers, 'test', logger),
      topic: topic.name,
      groupId,
      log: logReader,
      readModel: new LiveView(copies, logReader, logger),
      logger,
    });
    runner.start();
    runners.add(runner);
    return runner;
  }

  async function stop(runner: ProjectorRunner): Promise<void> {
    runners.delete(runner);
    await runner.stop();
  }

  /** Everything of the view, by key: what a snapshot of its store would hold. */
  async function snapshot(): Promise<Map<string, Buffer>> {
    const keys = await redis.keys(`${prefix}*`);
    return new Map(await Promise.all(keys.map(async (key) => [key, await redis.dumpBuffer(key)] as const)));
  }

  /** The store as it was: an empty map is a flush. */
  async function restore(kept: ReadonlyMap<string, Buffer>): Promise<void> {
    const script = redis.multi();
    for (const key of await redis.keys(`${prefix}*`)) script.del(key);
    for (const [key, value] of kept) script.restore(key, 0, value);
    await script.exec();
  }

  /** Messages of the topic that the bus does not know to be applied. */
  async function uncommitted(): Promise<number> {
    const admin = createKafka(topic.brokers, 'test', logger).admin();
    await admin.connect();
    const ends = await admin.fetchTopicOffsets(topic.name);
    const [group] = await admin.fetchOffsets({ groupId, topics: [topic.name] });
    await admin.disconnect();
    const committed = new Map(group!.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
    // -1 for a partition of which nothing is committed.
    return ends.reduce(
      (sum, { partition, high }) => sum + Number(high) - Math.max(0, committed.get(partition) ?? 0),
      0,
    );
  }

  async function close(): Promise<void> {
    await Promise.all([...runners].map(stop));
    await restore(new Map());
    await Promise.all([reader.close(), redis.quit(), topic.drop(), log.drop()]);
  }

  return { log, topic, reader, start, stop, snapshot, restore, uncommitted, close };
}

/** Waits until the view shows exactly the balances after these events; Jest's own limit ends a wait in vain. */
export async function untilShown(bench: Bench, events: readonly RecordedEvent[]): Promise<void> {
  const expected = new Map(events.map((event) => [event.data.accountId, event]));
  for (;;) {
    const shown = await bench.reader.balances([...expected.keys()]);
    const wrong = [...expected].filter(([id, { data }]) => {
      const balance = shown.get(id);
      return balance?.version !== data.version || balance.posted !== data.balances.posted;
    });
    if (wrong.length === 0) return;
    await sleep(20);
  }
}

/** Waits until the projector is ready. */
export async function untilReady(runner: ProjectorRunner): Promise<void> {
  for (;;) {
    try {
      return await runner.ready();
    } catch {
      await sleep(20);
    }
  }
}

/** A log of so many transfers between ten accounts. */
export function ledgerOf(transfers: number): TestLedger {
  const ledger = new TestLedger();
  for (let i = 0; i < 10; i++) ledger.open(`acc_${i}`);
  return move(ledger, transfers);
}

export function move(ledger: TestLedger, transfers: number): TestLedger {
  for (let i = 0; i < transfers; i++) {
    ledger.transfer({ from: `acc_${i % 10}`, to: `acc_${(i * 7 + 3) % 10}`, amountMinor: BigInt(i + 1) });
  }
  return ledger;
}
