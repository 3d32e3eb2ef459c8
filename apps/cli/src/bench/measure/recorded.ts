import type { TrineApi } from '../../api/trine-api.js';
import { CommandFailure } from '../../failure.js';

const EVENTS_OF_A_TRANSFER = 2;

/** Events in the log, by the heads that the views are measured against. */
export async function eventsRecorded(api: TrineApi): Promise<number> {
  const { views } = await api.views();
  const counts = views.map(({ partitions }) => partitions.reduce((sum, { head }) => sum + head, 0));
  return Math.max(0, ...counts);
}

/** @throws CommandFailure when fewer were recorded than callers were told of; more may be, whose answers were lost */
export async function expectRecorded(api: TrineApi, before: number, answered: number): Promise<void> {
  const recorded = ((await eventsRecorded(api)) - before) / EVENTS_OF_A_TRANSFER;
  if (recorded >= answered) return;
  throw new CommandFailure(`${answered} transfers were answered, but only ${recorded} are in the log`);
}
