import { setTimeout as sleep } from 'node:timers/promises';
import { TestLedger } from '@trine/contracts/testing';
import { startApp } from './app-process.js';
import { createScratchLog } from './scratch-log.js';
import { createScratchTopic } from './scratch-topic.js';

const ROUNDS = 3;
const TRANSFERS_A_ROUND = 600;
/** Each round the kill comes later, so that it meets another step of the work. */
const DELAY_STEP_MS = 80;

/**
 * Runs a projector app, with its store in `environment`, while transfers between accounts a and b come, and kills it
 * in each round; then it is stopped, as an operator would, in the middle of its work, and runs on until `check` passes.
 */
export async function killRounds(
  app: string,
  environment: Record<string, string>,
  check: (ledger: TestLedger) => Promise<void>,
): Promise<void> {
  const [log, topic] = await Promise.all([createScratchLog(), createScratchTopic()]);
  const start = () =>
    startApp(app, {
      TRINE_POSTGRES_READER_URL: log.url,
      TRINE_KAFKA_BROKERS: topic.brokers,
      TRINE_TOPIC: topic.name,
      TRINE_CONSUMER_GROUP: topic.name,
      ...environment,
    });
  const ledger = new TestLedger().open('a').open('b');
  let running = await start();
  let published = 0;
  const load = async () => {
    for (let i = 0; i < TRANSFERS_A_ROUND; i++) ledger.transfer({ from: 'a', to: 'b', amountMinor: 1n });
    const fresh = ledger.events.slice(published);
    published = ledger.events.length;
    await running.ready();
    await log.append(fresh);
    await topic.publish(fresh);
  };
  for (let round = 0; round < ROUNDS; round++) {
    await load();
    await sleep(round * DELAY_STEP_MS);
    await running.kill();
    running = await start();
  }
  await load();
  await stopped(app, running);
  running = await start();
  await running.ready();
  await check(ledger);
  await stopped(app, running);
  await Promise.all([log.drop(), topic.drop()]);
}

async function stopped(name: string, app: { stop(): Promise<number | null> }): Promise<void> {
  const code = await app.stop();
  if (code !== 0) throw new Error(`${name} ended with ${code} when it was told to stop`);
}

/** Asks until the answer is the wanted one; Jest's own limit ends a wait in vain. */
export async function untilEqual<T>(ask: () => Promise<T>, wanted: T): Promise<void> {
  while ((await ask()) !== wanted) await sleep(50);
}
