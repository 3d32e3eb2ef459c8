import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { busHoldsTheLog } from '../testing/kafka-disk.js';
import type { Journal } from '../testing/journal.js';
import { underLoad } from '../testing/recovery.js';
import { carryOut } from './carry-out.js';
import { recovered } from './recovered.js';
import { schedule } from './schedule.js';
import { named, Summary } from './summary.js';

/** Of each caller, between two commands: an hour's commands can be looked up again in minutes. */
const PAUSE_MS = 100;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
  console.error('usage: npm run chaos -- [--minutes MINUTES] [--seed WHOLE_NUMBER]');
  process.exit(2);
}

/** The first signal ends the failures, and what happened is still checked; the second ends everything. */
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) process.exit(130);
    console.log('Stopping: no more failures, then the checks. Once more ends it at once.');
    stopping.abort();
  });
}

const summary = new Summary();
const startedAt = performance.now();
const since = (ms: number) => ((performance.now() - ms) / 1_000).toFixed(1);

async function fail(journal: Journal): Promise<void> {
  for (const step of schedule(seed)) {
    await sleep(step.pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    if (stopping.signal.aborted || performance.now() - startedAt > minutes * 60_000) return;
    const harmedAt = await carryOut(step);
    await recovered(journal).catch((error: unknown) => {
      throw new Error(`${named(step.faults)}: ${(error as Error).message}`);
    });
    summary.add(step, performance.now() - harmedAt);
    console.log(`+${since(startedAt)} s  ${named(step.faults)}: well again after ${since(harmedAt)} s`);
  }
}

console.log(`Chaos for ${minutes} minutes, --seed ${seed}`);
let journal: Journal | undefined;
const differences = await underLoad(
  async (running) => {
    journal = running;
    await fail(running);
  },
  { pauseMs: PAUSE_MS },
).catch((error: unknown) => [String(error)]);
await busHoldsTheLog().catch((error: unknown) => differences.push(String(error)));
if (journal !== undefined) console.log(`\n${summary.toString(journal, differences)}`);
else console.error(differences.join('\n'));
process.exit(differences.length === 0 ? 0 : 1);
