import { setTimeout as sleep } from 'node:timers/promises';
import { TrineApi } from '../api/trine-api.js';
import { Unavailable } from '../api/unavailable.js';
import { CommandFailure } from '../failure.js';
import { lagTable } from './lag-table.js';

const REDRAW_EVERY_MS = 500;
/** Where nothing can be redrawn, tables would fill a log. */
const REPEAT_EVERY_MS = 5_000;
const CLEAR_SCREEN = '\u001b[2J\u001b[H';

/** Prints the table once, or until the process is interrupted. */
export async function showLag(url: string, watch: boolean): Promise<void> {
  const api = new TrineApi(url, 1);
  const redraw = watch && process.stdout.isTTY;
  try {
    do {
      const text = await currentLag(api, watch);
      console.log(redraw ? `${CLEAR_SCREEN}${text}` : text);
      if (watch) await sleep(redraw ? REDRAW_EVERY_MS : REPEAT_EVERY_MS);
    } while (watch);
  } finally {
    await api.close();
  }
}

/** Who watches wants to see the API come back; who asks once wants to know that it is not there. */
async function currentLag(api: TrineApi, watch: boolean): Promise<string> {
  try {
    return lagTable(await api.views());
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    const message = `${api.url} does not say: ${error.message}`;
    if (watch) return message;
    throw new CommandFailure(message);
  }
}
