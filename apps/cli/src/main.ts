#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { benchCommand } from './bench/bench.command.js';
import { CommandFailure, EXIT } from './failure.js';
import { importCommand } from './import/import.command.js';
import { lagCommand } from './lag/lag.command.js';
import { parkedCommand } from './parked/parked.command.js';
import { redriveCommand } from './parked/redrive.command.js';
import { rebuildCommand } from './rebuild/rebuild.command.js';
import { verifyCommand } from './verify/verify.command.js';

const program = new Command('trine')
  .description('One ledger, three views: the tools around a running Trine.')
  .addHelpText(
    'after',
    '\nExit codes: 0 done, 1 it failed or found differences, 2 the command or its input is wrong.',
  )
  .addCommand(importCommand())
  .addCommand(verifyCommand())
  .addCommand(lagCommand())
  .addCommand(parkedCommand())
  .addCommand(redriveCommand())
  .addCommand(benchCommand())
  .addCommand(rebuildCommand())
  .exitOverride();

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
