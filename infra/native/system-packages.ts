import { has, run } from './run.js';

/**
 * Makes programs available that come with the system: program → Debian package. As root they are installed, otherwise
 * the error is the one command to run.
 */
export async function ensurePrograms(
  packages: Readonly<Record<string, string>>,
  onLine: (line: string) => void,
): Promise<void> {
  const missing: string[] = [];
  for (const [program, name] of Object.entries(packages)) if (!(await has(program))) missing.push(name);
  if (missing.length === 0) return;
  const install = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0 || !(await has('apt-get'))) {
    throw new Error(
      `Missing on this machine: ${missing.join(', ')}. Run: sudo sh -c 'apt-get update && ${install}'`,
    );
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  onLine(`apt-get install ${missing.join(' ')}`);
  await run('apt-get', ['update'], { env });
  // A package must not start a server of its own: ours are supervised.
  await run('sh', ['-c', `RUNLEVEL=1 ${install}`], { env, onLine });
}
