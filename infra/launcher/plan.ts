import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ProcessSpec } from '../native/server.js';

/** What a supervisor is to keep running. */
export interface Plan {
  readonly runDir: string;
  readonly logDir: string;
  readonly processes: readonly ProcessSpec[];
}

export async function readPlan(file: string): Promise<Plan> {
  return JSON.parse(await readFile(file, 'utf8')) as Plan;
}

/** Whole or not at all: the supervisor may read it at any moment. */
export async function writePlan(file: string, plan: Plan): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(plan, null, 2));
  await rename(`${file}.new`, file);
}
