import type { ViewsResponse } from '@trine/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TrineApi } from '../api/trine-api.js';
import { Unavailable } from '../api/unavailable.js';
import { lagLine, lagTable } from './lag-table.js';
import { doesNotSay } from './show-lag.js';

const REDRAW_EVERY_MS = 500;
const LINE_EVERY_MS = 1_000;
/** An API that takes longer is told as one that does not answer. */
const ANSWER_WITHIN_MS = 2_000;

const CLEAR = '\u001b[2J';
const HOME = '\u001b[H';
const CLEAR_TO_END = '\u001b[J';
const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';

/** Tells the lag until `signal`: a table that is redrawn on a terminal, a line every second elsewhere. */
export async function watchLag(
  api: TrineApi,
  output: NodeJS.WriteStream,
  signal: AbortSignal,
): Promise<void> {
  const redraw = output.isTTY;
  const [everyMs, told] = redraw ? [REDRAW_EVERY_MS, lagTable] : [LINE_EVERY_MS, lagLine];
  if (redraw) output.write(HIDE_CURSOR + CLEAR);
  while (!signal.aborted) {
    const text = await currentLag(api, told, signal);
    const now = new Date().toISOString();
    if (redraw) output.write(`${HOME}${now} ${api.url}\n${text}\n${CLEAR_TO_END}`);
    else if (!signal.aborted) output.write(`${now} ${text}\n`);
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
  if (redraw) output.write(SHOW_CURSOR);
}

/** Who watches wants to see the API come back. */
async function currentLag(
  api: TrineApi,
  told: (views: ViewsResponse) => string,
  signal: AbortSignal,
): Promise<string> {
  try {
    return told(await api.views(AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)])));
  } catch (error) {
    if (error instanceof Unavailable) return doesNotSay(api, error);
    throw error;
  }
}
