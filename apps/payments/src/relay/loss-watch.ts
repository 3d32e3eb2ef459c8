import { setTimeout as sleep } from 'node:timers/promises';
import type { EventPublisher } from '@trine/event-bus';
import { errorFields } from '@trine/event-store';
import type { Logger } from '@trine/platform';
import type { PartitionRelay } from './partition-relay.js';

/** Projectors go on without the bus, by the log: nobody waits for this. */
const EVERY_MS = 5_000;

/**
 * Has partitions published again of which the bus holds less than it acknowledged: its disk was lost, or its topic
 * deleted. What it lacks it lacks for good, so that looking now and then is enough. Never rejects; ends when stopping.
 */
export async function watchForLoss(
  partitions: readonly PartitionRelay[],
  publisher: EventPublisher,
  logger: Logger,
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    try {
      await look(partitions, publisher, logger);
    } catch (error) {
      logger.warn({ err: errorFields(error) }, 'the bus does not say what it holds');
    }
    await sleep(EVERY_MS, undefined, { signal: stopping }).catch(() => undefined);
  }
}

async function look(
  partitions: readonly PartitionRelay[],
  publisher: EventPublisher,
  logger: Logger,
): Promise<void> {
  // First what was acknowledged, then what is there: what is published meanwhile is only more.
  const acknowledged = new Map(partitions.map(({ number, cursor }) => [number, cursor]));
  const ends = await publisher.ends();
  const lost = partitions.filter(({ number }) => (ends.get(number) ?? 0) < acknowledged.get(number)!);
  if (lost.length === 0) return;
  logger.warn(
    { partitions: lost.map(({ number }) => number) },
    'the bus has lost events that it had; they are published again, from the first',
  );
  for (const partition of lost) partition.rewind();
}
