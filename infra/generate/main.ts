import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from '../launcher/settings.js';
import { run } from '../native/run.js';
import { incompatibilities, type Schema } from './compatibility.js';
import { eventSchemas } from './event-schemas.js';

/**
 * `npm run generate` writes what is derived from code into docs/; with `--check` it only says whether what is there is
 * up to date. Neither passes over a schema of an event that changed incompatibly within its version, or vanished.
 */
const check = process.argv.includes('--check');

const openApi = await run(process.execPath, [join(ROOT, 'apps/banking-api/dist/print-openapi.js')], {
  cwd: ROOT,
});
const schemas = eventSchemas();
const documents = new Map([...schemas, ['docs/openapi.json', `${openApi.trim()}\n`]]);

const stale: string[] = [];
const broken: string[] = [];
for (const [path, content] of documents) {
  const before = await readFile(join(ROOT, path), 'utf8').catch(() => undefined);
  if (before === content) continue;
  const changes = before !== undefined && schemas.has(path) ? changesOf(before, content) : [];
  broken.push(...changes.map((change) => `${path}: ${change}`));
  stale.push(path);
  if (!check && changes.length === 0) await write(path, content);
}
for (const name of await readdir(join(ROOT, 'docs/events')).catch(() => [])) {
  const path = `docs/events/${name}`;
  if (!documents.has(path)) broken.push(`${path}: no such event or version is in the code any more`);
}
report();

function changesOf(before: string, after: string): string[] {
  return incompatibilities(JSON.parse(before) as Schema, JSON.parse(after) as Schema);
}

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(ROOT, path)), { recursive: true });
  await writeFile(join(ROOT, path), content);
}

function report(): void {
  if (broken.length > 0) {
    console.log(
      `Incompatible with events that were recorded:\n${broken.map((line) => `  ${line}`).join('\n')}`,
    );
    console.log(
      'An event stays readable for ever. Take the change back, or make it the next version of the event and keep ' +
        'this one with an upcaster: `pastVersions` in libs/contracts/src/events/catalogue.ts.',
    );
  } else if (stale.length === 0) {
    console.log('Generated files are up to date.');
  } else {
    console.log(`${check ? 'Stale' : 'Written'}: ${stale.join(', ')}`);
    if (check) console.log('Run `npm run generate` and commit what it writes.');
  }
  if (broken.length > 0 || (check && stale.length > 0)) process.exitCode = 1;
}
