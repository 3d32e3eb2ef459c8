import { UndecodableEventError, type RecordedEvent } from '@trine/contracts';
import type { LogReader } from '../log/log-reader.js';
import { ViewBehindError, type ReadModel } from '../read-model.js';
import { inOrder, type ParkedEvent } from './parked-event.js';

/**
 * Applies what is parked of a partition and due, in the order of the log. An event that fails again keeps its account
 * waiting, with what it failed with. Only by whoever projects the partition, between two of its batches.
 */
export async function redrive(partition: number, readModel: ReadModel, log: LogReader): Promise<void> {
  const parked = await readModel.parked();
  const due = inOrder(parked.filter((each) => each.due && each.partition === partition));
  const waiting = new Set<string>();
  for (const event of due) {
    const failure = waiting.has(event.accountId) ? event.error : await retry(event, readModel, log);
    if (failure === undefined) {
      await readModel.unpark([event]);
    } else {
      waiting.add(event.accountId);
      await readModel.park([{ ...event, error: failure, due: false }]);
    }
  }
}

/** What it failed with; undefined when it is applied. @throws when the store does not work, or the log cannot be read */
async function retry(parked: ParkedEvent, readModel: ReadModel, log: LogReader): Promise<string | undefined> {
  const event = await read(parked, log);
  if (event instanceof UndecodableEventError) return event.message;
  try {
    // Its position was passed when it was parked: this adds its data alone.
    await readModel.apply(parked.partition, [event]);
    return undefined;
  } catch (error) {
    if (error instanceof ViewBehindError || readModel.isOutage(error)) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}

async function read(
  { partition, sequence }: ParkedEvent,
  log: LogReader,
): Promise<RecordedEvent | UndecodableEventError> {
  try {
    const [event] = await log.read(partition, sequence - 1, 1);
    if (event === undefined) throw new Error(`The log has no event ${partition}:${sequence}`);
    return event;
  } catch (error) {
    if (error instanceof UndecodableEventError) return error;
    throw error;
  }
}
