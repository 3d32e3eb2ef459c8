import { setTimeout as sleep } from 'node:timers/promises';
import { startTrine } from '../testing/cli.js';
import { rollBack, takeSnapshot } from '../testing/data-folder.js';
import { wipeKafka } from '../testing/kafka-disk.js';
import { kill, stopImmediately, whileFrozen } from '../testing/processes.js';
import { flushRedis } from '../testing/redis.js';
import type { Fault, Step } from './schedule.js';

/** Does what a step says; resolves with the time (ms, `performance.now()`) from which on recovery counts. */
export async function carryOut({ faults, gapMs }: Step): Promise<number> {
  const began = await Promise.all(
    faults.map(async (fault, i) => {
      await sleep(i * gapMs);
      return harm(fault);
    }),
  );
  return Math.max(...began);
}

/** Recovery counts from the moment of the harm; for what was frozen, from the moment it may go on; for a rebuild, from its end. */
async function harm({ kind, process, forMs }: Fault): Promise<number> {
  if (kind === 'freeze') {
    await whileFrozen(process, () => sleep(forMs));
    return performance.now();
  }
  if (kind === 'rebuild') {
    await rebuild(process.replace('-projector', ''), forMs);
    return performance.now();
  }
  const snapshot = kind === 'roll back' ? await takeSnapshot(process) : undefined;
  if (snapshot !== undefined) await sleep(forMs);
  const began = performance.now();
  if (snapshot !== undefined) await rollBack(snapshot);
  else if (kind === 'stop immediately') await stopImmediately(process);
  else if (kind === 'wipe') await wipeKafka();
  else if (kind === 'flush') await flushRedis();
  else await kill(process);
  return began;
}

/** Its own failure, for want of a server, is its operator's to see; the next one goes on where it was. */
async function rebuild(view: string, forMs: number): Promise<void> {
  const cli = startTrine('rebuild', view);
  await Promise.race([cli.ended, sleep(forMs)]);
  await cli.kill();
}
