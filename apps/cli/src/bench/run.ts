import { makeSpareSegments, vacuum } from '@trine/event-store';
import { TrineApi } from '../api/trine-api.js';
import { fill, openAll } from './accounts.js';
import { borrowSystem, type BorrowedSystem } from './borrowed-system.js';
import { offer, type Request } from './load/offer.js';
import { expectAgreement } from './measure/agreement.js';
import { drained } from './measure/lag.js';
import { measure, type Place } from './measure/measure.js';
import { rebuildAll } from './measure/rebuild.js';
import { projectorsAtRest } from './measure/rest.js';
import { measureYardstick } from './measure/yardstick.js';
import { paused } from './paused.js';
import type { Measured, Result } from './result.js';
import { VIEWS, type Scenario } from './scenario.js';

const WARM_UP_SECONDS = 5;
/** A tenth of a million transfers, more or less. */
const VERIFIED_FILLING_MS = 10_000;

export interface Options {
  readonly seconds: number;
  readonly rate?: number;
}

/** Runs it once, on an empty system of its own. @throws CommandFailure when the ledger or a view is wrong afterwards */
export async function run(scenario: Scenario, options: Options): Promise<Result[]> {
  const before = await measureYardstick();
  const { measured, startSeconds } = await onEmptySystem(scenario, options);
  const yardsticks = [before, await measureYardstick()] as const;
  return measured.map((each) => ({ ...each, startSeconds, yardsticks }));
}

async function onEmptySystem(
  scenario: Scenario,
  options: Options,
): Promise<{ measured: Measured[]; startSeconds: number }> {
  const system = await borrowSystem({ TRINE_RELAY: String(scenario.views.length > 0) });
  const idle = VIEWS.filter((view) => !scenario.views.includes(view));
  try {
    const { measured, filledAt } = await paused(system.environment['TRINE_RUN_DIR']!, idle, () =>
      measureAll(scenario, options, system),
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

async function measureAll(
  scenario: Scenario,
  options: Options,
  { environment }: BorrowedSystem,
): Promise<{ measured: Measured[]; filledAt: Date }> {
  const payments = environment['TRINE_PAYMENTS_URL']!;
  const api = new TrineApi(environment['TRINE_API_URL']!, 8);
  try {
    await makeSpareSegments(environment['TRINE_POSTGRES_URL']!);
    const accounts = await openAll(api, scenario.accounts);
    const place = { api, accounts, runDir: environment['TRINE_RUN_DIR']!, payments };
    const [hot = ''] = accounts;
    const loads = scenario.requests(accounts, hot);
    const empty = scenario.emptyFirst ? await measureEach(scenario, options, place, emptied(loads)) : [];
    if (scenario.filledWith !== undefined) await fill(payments, accounts, hot, scenario.filledWith);
    const filledAt = new Date();
    if (scenario.filledWith !== undefined) {
      await vacuum(environment['TRINE_POSTGRES_URL']!);
      await drained(api, scenario.views);
      await projectorsAtRest(place.runDir);
    }
    const loaded = await measureEach(scenario, options, place, loads);
    const rebuilt = scenario.rebuilds ? await rebuildAll(environment) : [];
    return { measured: [...empty, ...loaded, ...rebuilt], filledAt };
  } finally {
    await api.close();
  }
}

/** One load after the other, each warmed up. */
async function measureEach(
  scenario: Scenario,
  { seconds, rate = scenario.rate }: Options,
  place: Place & { readonly payments: string },
  loads: Readonly<Record<string, Request>>,
): Promise<Measured[]> {
  const { to, connections, views } = scenario;
  const url = to === 'payments' ? place.payments : place.api.url;
  const results: Measured[] = [];
  for (const [name, request] of Object.entries(loads)) {
    const load = { url, connections, request, ...(rate !== undefined && { rate }) };
    await offer({ ...load, seconds: WARM_UP_SECONDS });
    await drained(place.api, views);
    const measured = await measure(scenario, { ...load, seconds }, place);
    results.push({ scenario: name, ...measured });
  }
  return results;
}

/** The same loads under the names of the empty ledger's results. */
const emptied = (loads: Readonly<Record<string, Request>>) =>
  Object.fromEntries(Object.entries(loads).map(([name, request]) => [`${name} empty`, request]));
