#!/usr/bin/env node
import { CommanderError } from 'commander';
import { CommandFailure, EXIT } from './failure.js';
import { createProgram } from './program.js';

try {
  const program = await createProgram(process.argv[2]);
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
