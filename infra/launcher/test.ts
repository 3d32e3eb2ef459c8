import { postgresTools } from '../native/postgres.js';
import { serverNames } from '../native/server.js';
import { runChaos } from './chaos.js';
import { fuzz } from './fuzz.js';
import { ownSettings } from './own-settings.js';
import { appNames, type Settings } from './settings.js';
import { stopAll } from './supervision.js';
import { bringUpServers, bringUpSystem } from './system.js';
import { check, jest, summarise, type StepResult } from './test-steps.js';

const kinds = ['unit', 'int', 'e2e'] as const;
type Kind = (typeof kinds)[number];

/** A short run, the same every time. */
const CHAOS = ['--minutes', '1', '--seed', '1'];

/**
 * `npm test`: everything, on ports and data of its own, beside whatever else runs. `--only unit|int|e2e` runs one kind;
 * what follows goes to Jest.
 */
export async function test(args: readonly string[]): Promise<void> {
  const only = args[0] === '--only' ? (args[1] as Kind) : undefined;
  if (only !== undefined && !kinds.includes(only)) throw new Error(`--only takes ${kinds.join(', ')}`);
  const jestArgs = only === undefined ? args : args.slice(2);
  const settings = await ownSettings('test', process.env);
  const results: StepResult[] = [];
  try {
    if (only === undefined || only === 'unit') results.push(...(await unit(jestArgs, only === undefined)));
    if (only === undefined || only === 'int') {
      await bringUpServers(settings);
      results.push(await jest('int', jestArgs, settings.environment));
    }
    if (only === undefined || only === 'e2e') {
      await bringUpSystem(settings);
      const tools = { TRINE_POSTGRES_TOOLS: await postgresTools() };
      results.push(await jest('e2e', jestArgs, { ...settings.environment, ...tools }));
      if (only === undefined) {
        results.push(await fuzz(settings.environment['TRINE_API_URL']!, settings.dataDir));
        results.push(await chaosStep(settings));
      }
    }
  } catch (error) {
    // What could not even be tried has failed, and the last line says so.
    console.error(error);
    results.push({ name: (error as Error).message, passed: 0, failed: 1, seconds: 0 });
  } finally {
    await stopAll(settings, [...appNames.toReversed(), ...serverNames]);
  }
  process.exitCode = summarise(results);
}

/** On the system that the tests have used, and last: nothing is left there that was not broken once. */
async function chaosStep(settings: Settings): Promise<StepResult> {
  console.log('\n── chaos ──');
  const startedAt = Date.now();
  const ok = await runChaos(settings, CHAOS);
  return { name: 'chaos', passed: ok ? 1 : 0, failed: ok ? 0 : 1, seconds: (Date.now() - startedAt) / 1_000 };
}

async function unit(jestArgs: readonly string[], checks: boolean): Promise<StepResult[]> {
  const results: StepResult[] = [];
  if (checks) {
    results.push(await check('format', 'prettier', ['--check', '--log-level', 'warn', '.']));
    results.push(
      await check('lint and typecheck', 'nx', [
        'run-many',
        '-t',
        'lint',
        'typecheck',
        '--output-style',
        'static',
      ]),
    );
    results.push(
      await check('generated files', process.execPath, ['infra/dist/generate/main.js', '--check']),
    );
  }
  results.push(await jest('unit', jestArgs, {}));
  return results;
}
