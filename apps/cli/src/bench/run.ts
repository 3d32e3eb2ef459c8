import { borrowSystem } from './borrowed-system.js';
import { expectAgreement } from './measure/agreement.js';
import { busyBefore } from './measure/busy-before.js';
import { measureScenario, type LoadOptions } from './measure/measure-scenario.js';
import { measureYardstick, unsteady, type Yardstick } from './measure/yardstick.js';
import { paused } from './paused.js';
import type { Measured, Result } from './result.js';
import { VIEWS, type Scenario } from './scenario.js';

/** A tenth of a million transfers, more or less. */
const VERIFIED_FILLING_MS = 10_000;

/**
 * Runs a scenario again and again, each time on an empty system of its own; what comes between two runs is the
 * yardstick after the one and before the other.
 * @throws CommandFailure when the ledger or a view is wrong afterwards
 */
export async function run(scenario: Scenario, options: LoadOptions, repeat: number): Promise<Result[][]> {
  const all: Result[][] = [];
  let before = await yardstick();
  while (all.length < repeat) {
    console.error(`${scenario.name}: ${scenario.about} (${all.length + 1} of ${repeat})`);
    const busy = await busyBefore();
    const { measured, startSeconds } = await onEmptySystem(scenario, options);
    const after = await yardstick();
    const yardsticks = [...before, ...after];
    if (unsteady(yardsticks))
      console.error('This machine was not steady: a bare server took another time after the run.');
    const around = { startSeconds, yardsticks, ...(busy !== undefined && { busyBefore: busy }) };
    all.push(measured.map((each) => ({ ...each, ...around })));
    before = after;
  }
  return all;
}

/** None where it failed: what was measured is still worth knowing. */
async function yardstick(): Promise<Yardstick[]> {
  try {
    return [await measureYardstick()];
  } catch (error) {
    console.error(`How fast this machine is could not be measured: ${(error as Error).message}`);
    return [];
  }
}

async function onEmptySystem(
  scenario: Scenario,
  options: LoadOptions,
): Promise<{ measured: Measured[]; startSeconds: number }> {
  const system = await borrowSystem({ TRINE_RELAY: String(scenario.views.length > 0) });
  const idle = VIEWS.filter((view) => !scenario.views.includes(view));
  try {
    const { measured, filledAt } = await paused(system.environment['TRINE_RUN_DIR']!, idle, () =>
      measureScenario(scenario, options, system.environment),
    );
    await expectAgreement(system.environment, scenario.verifiesOnlyLast && lastOf(filledAt));
    return { measured, startSeconds: system.startSeconds };
  } finally {
    await system.stop();
  }
}

/** The last of what was filled too: a scenario of questions records nothing itself. */
function lastOf(filledAt: Date): Date {
  return new Date(filledAt.getTime() - VERIFIED_FILLING_MS);
}
