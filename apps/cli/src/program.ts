import { Command } from 'commander';

/** Each loads what it works with; some bring the clients of every store. */
const commands = new Map<string, () => Promise<Command>>([
  ['import', async () => (await import('./import/import.command.js')).importCommand()],
  ['verify', async () => (await import('./verify/verify.command.js')).verifyCommand()],
  ['lag', async () => (await import('./lag/lag.command.js')).lagCommand()],
  ['parked', async () => (await import('./parked/parked.command.js')).parkedCommand()],
  ['redrive', async () => (await import('./parked/redrive.command.js')).redriveCommand()],
  ['bench', async () => (await import('./bench/bench.command.js')).benchCommand()],
  ['rebuild', async () => (await import('./rebuild/rebuild.command.js')).rebuildCommand()],
]);
export const commandNames: readonly string[] = [...commands.keys()];

/** `trine` with the command that is asked for, or with all when it is none of them. Throws in place of exiting. */
export async function createProgram(asked = ''): Promise<Command> {
  const program = new Command('trine')
    .description('One ledger, three views: the tools around a running Trine.')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 it failed or found differences, 2 the command or its input is wrong.',
    );
  const load = commands.get(asked);
  for (const each of load === undefined ? commands.values() : [load]) program.addCommand(await each());
  throwInPlaceOfExiting(program);
  return program;
}

/** A command that is added does not take over its parent's ways. */
function throwInPlaceOfExiting(command: Command): void {
  command.exitOverride();
  command.commands.forEach(throwInPlaceOfExiting);
}
