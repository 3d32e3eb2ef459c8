import { jest } from '@jest/globals';
import { CommanderError } from 'commander';
import { commandNames, createProgram } from './program.js';

describe('the command line', () => {
  beforeEach(() => {
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  afterEach(() => jest.restoreAllMocks());

  const parse = async (...args: string[]) =>
    (await createProgram(args[0])).parseAsync(args, { from: 'user' });

  it.each(commandNames)('has %s by that name', async (name) => {
    const { commands } = await createProgram(name);
    expect(commands.map((command) => command.name())).toEqual([name]);
  });

  it('has all of them for who asks for something else', async () => {
    const { commands } = await createProgram('--help');
    expect(commands.map((command) => command.name())).toEqual(commandNames);
  });

  it.each([
    ['nothing', []],
    ['an unknown command', ['nonsense']],
    ['an unknown option', ['verify', '--nonsense']],
    ['a missing command', ['import']],
    ['a missing argument', ['import', 'berka']],
    ['an argument that is none', ['import', 'berka', 'x', '--concurrency', '0']],
  ])('throws what is wrong, so that the exit code tells: %s', async (_, args) => {
    await expect(parse(...args)).rejects.toThrow(CommanderError);
  });
});
