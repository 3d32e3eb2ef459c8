import { TrineApi } from '../api/trine-api.js';
import { openAccounts } from '../import/open-accounts.js';
import { borrowSystem, type BorrowedSystem } from './borrowed-system.js';
import { offer, type Offered } from './load/offer.js';
import { CURRENCY } from './load/requests.js';
import { expectAgreement } from './measure/agreement.js';
import { drained, LagSampler, type Lag } from './measure/lag.js';
import { usageByProcess, type Usage } from './measure/processes.js';
import { ReadableProbe, type Readable } from './measure/readable.js';
import { paused } from './paused.js';
import { loadOf, type Scenario } from './scenario.js';

const ACCOUNTS = 1_000;
const WARM_UP_SECONDS = 5;

export interface Options {
  readonly seconds: number;
  readonly rate?: number;
}

/** What a run of a scenario gave. */
export interface Result {
  readonly scenario: string;
  readonly transfersPerSecond: number;
  readonly offered: Offered;
  readonly lag: readonly Lag[];
  readonly readable: readonly Readable[];
  /** Milliseconds after the load until no view was behind. */
  readonly drainMs?: number;
  /** CPU seconds in the run and resident bytes at its end, by process. */
  readonly usage: Readonly<Record<string, Usage>>;
}

/** Runs it once, on an empty system of its own. @throws CommandFailure when the ledger or a view is wrong afterwards */
export async function run(scenario: Scenario, options: Options): Promise<Result> {
  const system = await borrowSystem({ TRINE_RELAY: String(scenario.views) });
  try {
    const measured = () => measure(scenario, options, system);
    return await (scenario.views ? measured() : paused(system.environment['TRINE_RUN_DIR']!, measured));
  } finally {
    await system.stop();
  }
}

async function measure(
  scenario: Scenario,
  { seconds, rate }: Options,
  { environment }: BorrowedSystem,
): Promise<Result> {
  const [payments, banking] = [environment['TRINE_PAYMENTS_URL']!, environment['TRINE_API_URL']!];
  const api = new TrineApi(banking, 8);
  try {
    const accounts = await openAll(api);
    const url = scenario.to === 'payments' ? payments : banking;
    await offer(loadOf(scenario, url, accounts, WARM_UP_SECONDS, rate));
    if (scenario.views) await drained(api);
    const before = await usageByProcess(environment['TRINE_RUN_DIR']!);
    const lag = scenario.views ? new LagSampler(api) : undefined;
    const probe = scenario.readable && new ReadableProbe(banking, accounts[0]!, accounts[1]!);
    const offered = await offer(loadOf(scenario, url, accounts, seconds, rate));
    const readable = (await probe?.stop()) ?? [];
    const after = await usageByProcess(environment['TRINE_RUN_DIR']!);
    const lags = (await lag?.stop()) ?? [];
    const drainMs = scenario.views ? await drained(api) : undefined;
    await expectAgreement(environment);
    return {
      scenario: scenario.name,
      transfersPerSecond: (offered.requests * scenario.transfersPerRequest) / offered.seconds,
      offered,
      lag: lags,
      readable,
      ...(drainMs !== undefined && { drainMs }),
      usage: Object.fromEntries([...after].map(([name, usage]) => [name, since(usage, before.get(name))])),
    };
  } finally {
    await api.close();
  }
}

function since(after: Usage, before: Usage | undefined): Usage {
  return { ...after, cpuSeconds: after.cpuSeconds - (before?.cpuSeconds ?? 0) };
}

async function openAll(api: TrineApi): Promise<string[]> {
  const ids = Array.from({ length: ACCOUNTS }, (_, i) => `bench-${i}`);
  const requests = ids.map((id) => ({ id, currency: CURRENCY, overdraftLimit: 'unlimited' }));
  await openAccounts(api, requests, 8, () => undefined);
  return ids;
}
