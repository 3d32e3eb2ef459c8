#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { CommandFailure, EXIT } from './failure.js';

/** Each loads what it works with; only what is asked for is loaded, since some bring the clients of every store. */
const commands = new Map<string, () => Promise<Command>>([
  ['import', async () => (await import('./import/import.command.js')).importCommand()],
  ['verify', async () => (await import('./verify/verify.command.js')).verifyCommand()],
  ['lag', async () => (await import('./lag/lag.command.js')).lagCommand()],
  ['parked', async () => (await import('./parked/parked.command.js')).parkedCommand()],
  ['redrive', async () => (await import('./parked/redrive.command.js')).redriveCommand()],
  ['bench', async () => (await import('./bench/bench.command.js')).benchCommand()],
  ['rebuild', async () => (await import('./rebuild/rebuild.command.js')).rebuildCommand()],
]);
const asked = commands.get(process.argv[2] ?? '');

const program = new Command('trine')
  .description('One ledger, three views: the tools around a running Trine.')
  .addHelpText(
    'after',
    '\nExit codes: 0 done, 1 it failed or found differences, 2 the command or its input is wrong.',
  )
  .exitOverride();
for (const load of asked === undefined ? commands.values() : [asked]) program.addCommand(await load());

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  // Commander has said what is wrong already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof CommandFailure) console.error(error.message);
  else console.error(error);
  return error instanceof CommandFailure ? error.exitCode : EXIT.failed;
}
