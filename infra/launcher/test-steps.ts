import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { ROOT } from './settings.js';

export interface StepResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
}

/**
 * Tests of the running system take turns: they break the one that there is. Those on servers have databases, prefixes,
 * topics and ports of their own, and mostly wait; a third at a time would have them wait for processors.
 */
const sideBySide = { unit: [], int: ['--maxWorkers=2'], e2e: ['--runInBand'] } as const;

interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/** Something that passes or fails as a whole. */
export async function check(
  name: string,
  command: string,
  args: readonly string[],
  cwd = ROOT,
): Promise<StepResult> {
  console.log(`\n── ${name} ──`);
  const startedAt = Date.now();
  const { exitCode } = await execa(command, args, {
    cwd,
    stdio: 'inherit',
    reject: false,
    preferLocal: true,
    localDir: ROOT,
  });
  const ok = exitCode === 0;
  return { name, passed: ok ? 1 : 0, failed: ok ? 0 : 1, seconds: (Date.now() - startedAt) / 1_000 };
}

/** Jest over one kind of test; a suite that does not even load counts as a failed test. */
export async function jest(
  kind: 'unit' | 'int' | 'e2e',
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<StepResult> {
  console.log(`\n── ${kind} tests ──`);
  const startedAt = Date.now();
  const folder = await mkdtemp(join(tmpdir(), 'trine-test-'));
  const report = join(folder, 'report.json');
  const node = ['--experimental-vm-modules', '--no-warnings', join(ROOT, 'node_modules/jest/bin/jest.js')];
  await execa(process.execPath, [...node, ...sideBySide[kind], '--json', '--outputFile', report, ...args], {
    cwd: ROOT,
    env: { ...environment, TRINE_TESTS: kind },
    stdio: ['ignore', 'ignore', 'inherit'],
    reject: false,
  });
  const read = await readFile(report, 'utf8').then(
    (text) => JSON.parse(text) as JestReport,
    () => undefined,
  );
  await rm(folder, { recursive: true });
  const passed = read?.numPassedTests ?? 0;
  const failed = read === undefined ? 1 : read.numFailedTests + read.numRuntimeErrorTestSuites;
  return { name: `${kind} tests`, passed, failed, seconds: (Date.now() - startedAt) / 1_000 };
}

/** Prints the steps and closes with the line that says it all; returns the exit code. */
export function summarise(results: readonly StepResult[]): number {
  console.log('');
  for (const { name, passed, failed, seconds } of results) {
    console.log(
      `${failed === 0 ? 'ok    ' : 'FAILED'} ${name}: ${passed} passed, ${failed} failed, ${seconds.toFixed(1)} s`,
    );
  }
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
