import { join } from 'node:path';
import { cacheDir, exists } from '../native/cache.js';
import { run } from '../native/run.js';
import { ensurePrograms } from '../native/system-packages.js';
import { check, type StepResult } from './test-steps.js';

const VERSION = '4.32.5';
const CACHE = `schemathesis-${VERSION}`;

/** The answers have to be what the document says, and never a fault of ours. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];

/**
 * Requests of every kind that the OpenAPI document allows, and of many that it does not, to every route. What the
 * program keeps of its runs goes into `folder`.
 */
export async function fuzz(apiUrl: string, folder: string): Promise<StepResult> {
  const program = await install();
  const args = [
    'run',
    `${apiUrl}/openapi.json`,
    '--url',
    apiUrl,
    '--checks',
    CHECKS.join(','),
    '--phases',
    'examples,coverage,fuzzing',
    '--max-examples',
    '30',
    // The same requests every time: a failure is found again.
    '--seed',
    '1',
    '--continue-on-failure',
    '--request-timeout',
    '20',
    '--warnings',
    'off',
    '--no-color',
  ];
  return check('answers against the OpenAPI document', program, args, folder);
}

/** In a virtual environment, which holds its own path and so is not built beside and renamed. */
async function install(): Promise<string> {
  const program = join(cacheDir(CACHE), 'bin', 'schemathesis');
  if (await exists(program)) return program;
  const silent = () => undefined;
  await ensurePrograms({ python3: 'python3' }, silent);
  const venv = ['-m', 'venv', '--clear', cacheDir(CACHE)];
  // Debian has the part that puts pip into it in a package of its own, which brings no program.
  await run('python3', venv).catch(async () => {
    await ensurePrograms({ 'python3-venv': 'python3-venv' }, silent);
    await run('python3', venv);
  });
  await run(join(cacheDir(CACHE), 'bin', 'pip'), ['install', `schemathesis==${VERSION}`]);
  return program;
}
