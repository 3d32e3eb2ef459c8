import { formatPosition } from '@trine/contracts';
import { inOrder, type ParkedEvent } from '@trine/event-bus';
import Table from 'cli-table3';
import { Command } from 'commander';
import { readConfig } from '../config.js';
import { viewNames } from '../copies.js';
import { withViews } from './views.js';

export function parkedCommand(): Command {
  return new Command('parked')
    .description('Events that a view could not take, and those that wait behind them, with their errors')
    .argument('[view]', viewNames.join(', ') + ' (default: all)')
    .action(listParked);
}

async function listParked(name: string | undefined): Promise<void> {
  const rows: string[][] = [];
  await withViews(readConfig(), name, async (view) => {
    rows.push(...inOrder(await view.parked()).map((event) => [view.name, ...cells(event)]));
  });
  if (rows.length === 0) return console.log('Nothing is parked.');
  const table = new Table({
    head: ['view', 'position', 'account', 'event', 'since', 'error'],
    style: { head: [], border: [] },
  });
  table.push(...rows);
  console.log(`${table.toString()}\nOnce the cause is mended: trine redrive`);
}

function cells(event: ParkedEvent): string[] {
  return [formatPosition(event), event.accountId, event.type, event.parkedAt, event.error];
}
