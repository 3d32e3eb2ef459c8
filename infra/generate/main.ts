import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from '../launcher/settings.js';
import { run } from '../native/run.js';
import { eventSchemas } from './event-schemas.js';

/**
 * `npm run generate` writes what is derived from code into docs/; with `--check` it only says whether what is there is
 * up to date.
 */
const check = process.argv.includes('--check');

const openApi = await run(process.execPath, [join(ROOT, 'apps/banking-api/dist/print-openapi.js')], {
  cwd: ROOT,
});
const documents = new Map([...eventSchemas(), ['docs/openapi.json', `${openApi.trim()}\n`]]);

const stale: string[] = [];
for (const [path, content] of documents) {
  const file = join(ROOT, path);
  if ((await readFile(file, 'utf8').catch(() => undefined)) === content) continue;
  stale.push(path);
  if (check) continue;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}
for (const name of await readdir(join(ROOT, 'docs/events')).catch(() => [])) {
  const path = `docs/events/${name}`;
  if (documents.has(path)) continue;
  stale.push(path);
  if (!check) await rm(join(ROOT, path));
}
console.log(
  stale.length === 0
    ? 'Generated files are up to date.'
    : `${check ? 'Stale' : 'Written'}: ${stale.join(', ')}`,
);
if (check && stale.length > 0) {
  console.log('Run `npm run generate` and commit what it writes.');
  process.exitCode = 1;
}
