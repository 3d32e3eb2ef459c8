import type { Journal } from './journal.js';
import { eventually } from './system.js';

/** Waits until so many more transfers were acknowledged. */
export async function acknowledged(journal: Journal, more: number): Promise<void> {
  const wanted = journal.posted.length + more;
  await eventually('commands are acknowledged', async () => journal.posted.length >= wanted);
}
