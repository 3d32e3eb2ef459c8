import { Argument, Command } from 'commander';
import { readConfig } from '../config.js';
import { rebuildView } from './rebuild-view.js';
import { viewNames, type ViewName } from '../copies.js';

export function rebuildCommand(): Command {
  return new Command('rebuild')
    .description('Build a view anew from the event store beside the live one, and switch over to it')
    .addArgument(new Argument('<view>', 'which view').choices(viewNames))
    .addHelpText(
      'after',
      '\nReaders are never interrupted. Ended at any point, it goes on where it was when run again.',
    )
    .action((view: ViewName) => rebuildView(view, readConfig()));
}
