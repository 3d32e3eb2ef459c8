import { makeSpareSegments, vacuum } from '@trine/event-store';
import { TrineApi } from '../../api/trine-api.js';
import { fill, openAll } from '../accounts.js';
import { offer, type Request } from '../load/offer.js';
import type { Measured } from '../result.js';
import type { Scenario } from '../scenario.js';
import { drained } from './lag.js';
import { measureLoad, type Place } from './measure-load.js';
import { rebuildAll } from './rebuild.js';
import { projectorsAtRest } from './rest.js';

const WARM_UP_SECONDS = 5;

export interface LoadOptions {
  readonly seconds: number;
  readonly rate?: number;
}

/**
 * Opens accounts, fills the ledger and builds the views anew where the scenario wants it, and measures each of its loads:
 * on the filled ledger, and before that on the empty one where it is `emptyFirst`. `filledAt` is when filling ended.
 */
export async function measureScenario(
  scenario: Scenario,
  options: LoadOptions,
  environment: Readonly<Record<string, string>>,
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
  { seconds, rate = scenario.rate }: LoadOptions,
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
    const measured = await measureLoad(scenario, { ...load, seconds }, place);
    results.push({ scenario: name, ...measured });
  }
  return results;
}

/** The same loads under the names of the empty ledger's results. */
const emptied = (loads: Readonly<Record<string, Request>>) =>
  Object.fromEntries(Object.entries(loads).map(([name, request]) => [`${name} empty`, request]));
