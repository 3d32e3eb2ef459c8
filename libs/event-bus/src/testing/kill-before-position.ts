import { TestLedger } from '@trine/contracts/testing';
import { startApp } from './app-process.js';
import { breakableWire } from './breakable-wire.js';
import { createScratchLog } from './scratch-log.js';
import { createScratchTopic } from './scratch-topic.js';

const TRANSFERS = 300;

/** A projector app, and the store of its view. */
export interface ProjectorUnderTest {
  readonly app: string;
  /** The variable that names the store to the app. */
  readonly variable: string;
  readonly storeUrl: string;
  /** Whether the store is told a position by this request. */
  readonly movesPosition: (request: Buffer) => boolean;
}

/**
 * Kills a projector that has written a batch, of transfers between accounts a and b, and not yet its position; then
 * another one goes on until `check` passes.
 */
export async function killBeforePosition(
  { app, variable, storeUrl, movesPosition }: ProjectorUnderTest,
  check: (ledger: TestLedger) => Promise<void>,
): Promise<void> {
  const [log, topic] = await Promise.all([createScratchLog(), createScratchTopic()]);
  const start = async (url: string) => {
    const running = await startApp(app, {
      TRINE_POSTGRES_READER_URL: log.url,
      TRINE_KAFKA_BROKERS: topic.brokers,
      TRINE_TOPIC: topic.name,
      TRINE_CONSUMER_GROUP: topic.name,
      [variable]: url,
    });
    await running.ready();
    return running;
  };
  const ledger = new TestLedger().open('a').open('b');
  let published = 0;
  const load = async () => {
    for (let i = 0; i < TRANSFERS; i++) ledger.transfer({ from: 'a', to: 'b', amountMinor: 1n });
    const fresh = ledger.events.slice(published);
    published = ledger.events.length;
    await log.append(fresh);
    await topic.publish(fresh);
  };
  const wire = await breakableWire(storeUrl);
  const killed = await start(wire.url);
  await load();
  await check(ledger);
  const aboutToMove = wire.swallow(movesPosition);
  await load();
  await aboutToMove;
  await killed.kill();
  wire.close();

  const next = await start(storeUrl);
  await check(ledger);
  await next.stop();
  await Promise.all([log.drop(), topic.drop()]);
}
