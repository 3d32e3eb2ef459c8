/**
 * Where every npm script begins. Plain JavaScript without dependencies: it makes them, and the build, available, then
 * hands over to infra/launcher.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Trine needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

const [command, ...args] = process.argv.slice(2);
const quiet = command === 'trine' || command === 'stop';
const say = (line) => quiet || console.log(line);

function step(title, program, programArgs) {
  const startedAt = Date.now();
  say(`${title} …`);
  const { status, stdout, stderr, error } = spawnSync(program, programArgs, { cwd: root, encoding: 'utf8' });
  if (status !== 0) {
    console.error(`${title} failed:\n${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`);
    process.exit(1);
  }
  say(`${title} done in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

/** Dependencies are installed when they are not those of the lock file. */
function install() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.trine-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  step('Installing dependencies (about a minute)', 'npm', ['ci']);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, lock);
}

install();
step('Building', process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '--build']);
if (command === 'trine') {
  const { status } = spawnSync(process.execPath, [join(root, 'apps', 'cli', 'dist', 'main.js'), ...args], {
    stdio: 'inherit',
  });
  process.exit(status ?? 1);
}
process.argv = [process.argv[0], process.argv[1], command, ...args];
await import(join(root, 'infra', 'dist', 'launcher', 'main.js'));
