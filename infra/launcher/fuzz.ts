import { pythonPackage } from '../native/python-venv.js';
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
  const program = await pythonPackage(CACHE, [`schemathesis==${VERSION}`], 'bin/schemathesis');
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
