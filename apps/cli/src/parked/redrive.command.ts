import { Command } from 'commander';
import type { ReadModel } from '@trine/event-bus';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../config.js';
import { CommandFailure } from '../failure.js';
import { viewNames } from '../copies.js';
import { withViews } from './views.js';

/** The projector looks once a second; this many events take it some seconds more. */
const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 250;

export function redriveCommand(): Command {
  return new Command('redrive')
    .description('Have parked events applied, in order; their projector does it')
    .argument('[view]', viewNames.join(', ') + ' (default: all)')
    .action(redrive);
}

/** @throws CommandFailure when events are still parked afterwards */
async function redrive(name: string | undefined): Promise<void> {
  let left = 0;
  await withViews(readConfig(), name, async (view) => {
    const asked = (await view.parked()).map((event) => ({ ...event, due: true }));
    if (asked.length > 0) await view.park(asked);
    const parked = await whenTried(view);
    console.log(`${view.name}: ${asked.length} parked, ${parked} still are`);
    left += parked;
  });
  if (left > 0) throw new CommandFailure(`${left} events are still parked; \`trine parked\` tells why`);
}

/** How many are parked once none waits to be tried. @throws CommandFailure when nobody tries them */
async function whenTried(view: ReadModel): Promise<number> {
  for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(LOOK_EVERY_MS)) {
    const parked = await view.parked();
    if (!parked.some(({ due }) => due)) return parked.length;
    if (Date.now() > deadline)
      throw new CommandFailure(`Nobody applies what is parked in ${view.name}: does its projector run?`);
  }
}
