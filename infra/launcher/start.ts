import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { exists } from '../native/cache.js';
import { localSettings, ROOT, type Settings } from './settings.js';
import { bringUpSystem } from './system.js';

/** `npm start`: everything up, where to find what, and the sample in it. Returns; the supervisor stays. */
export async function start(): Promise<void> {
  const startedAt = Date.now();
  const settings = localSettings();
  await bringUpSystem(settings);
  const api = settings.environment['TRINE_API_URL'];
  console.log(`
Trine is ready after ${((Date.now() - startedAt) / 1_000).toFixed(1)} s.

  API           ${api}/v1
  API pages     ${api}/docs
  Views and lag ${api}/v1/views
  Logs          ${settings.logDir}

npm run trine -- lag --watch    shows how far each view is
npm stop                        stops everything; the data stays
`);
  await importSample(settings).catch((error: unknown) => {
    throw new Error('Trine runs, but not all of the sample is in: npm start goes on with it', {
      cause: error,
    });
  });
  console.log(`An account of the sample: ${api}/v1/accounts/berka-1787/balance`);
}

/** A real bank's year, once, through the public API. The import is resumable, so it is marked only when it is done. */
async function importSample(settings: Settings): Promise<void> {
  const marker = join(settings.dataDir, 'sample-imported');
  if (await exists(marker)) return;
  console.log('Importing the sample: a real bank’s transactions of 1993 (samples/berka)');
  const cli = join(ROOT, 'apps/cli/dist/main.js');
  const samples = join(ROOT, 'samples/berka');
  const files = [join(samples, 'transactions-1993.asc.gz'), '--accounts', join(samples, 'accounts.asc.gz')];
  await execa(process.execPath, [cli, 'import', 'berka', ...files], {
    cwd: ROOT,
    env: settings.environment,
    stdio: 'inherit',
  });
  await mkdir(settings.dataDir, { recursive: true });
  await writeFile(marker, `${new Date().toISOString()}\n`);
}
