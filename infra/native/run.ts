import { execa, type Options } from 'execa';

/** Long enough for a Rust build on a small machine. */
const LIMIT_MS = 30 * 60_000;

/** Runs a command to its end; an error shows the last lines it printed. `onLine` hears what it prints. */
export async function run(
  command: string,
  args: readonly string[],
  options: Options & { onLine?: (line: string) => void } = {},
): Promise<string> {
  const { onLine, ...rest } = options;
  const child = execa(command, args, { all: true, timeout: LIMIT_MS, stdin: 'ignore', ...rest });
  child.all?.on('data', (chunk: Buffer | string) => {
    const line = String(chunk).trim().split('\n').at(-1);
    if (line) onLine?.(line.slice(0, 120));
  });
  const result = await child.catch((error: { shortMessage?: string; all?: string }) => {
    const tail = String(error.all ?? '')
      .trim()
      .split('\n')
      .slice(-15)
      .join('\n');
    throw new Error(`${error.shortMessage ?? command}\n${tail}`);
  });
  return String(result.all ?? '');
}

/** Whether a program is to be found. */
export async function has(program: string): Promise<boolean> {
  const { exitCode } = await execa('sh', ['-c', `command -v ${program}`], { reject: false });
  return exitCode === 0;
}
