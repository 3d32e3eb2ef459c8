import { TrineApi } from '../api/trine-api.js';
import { CommandFailure, EXIT, listed } from '../failure.js';
import { readAccounts } from './berka/accounts.js';
import { COUNTER_ACCOUNTS } from './berka/counter-accounts.js';
import { planImport, type ImportPlan } from './berka/plan.js';
import { readTransactions } from './berka/transactions.js';
import { openAccounts, type Opened } from './open-accounts.js';
import { postTransfers, type Posted } from './post-transfers.js';
import { startProgress } from '../progress.js';
import { findShortfalls } from './shortfalls.js';
import { printSummary } from './summary.js';

export interface ImportOptions {
  readonly transactions: string;
  readonly accounts?: string;
  readonly api: string;
  /** Batches on their way at once; of accounts, which are a request each, some times as many. */
  readonly concurrency: number;
  /** Post even what the limits of existing accounts will have declined. */
  readonly allowDeclines: boolean;
  readonly signal: AbortSignal;
}

/** Files → plan → accounts → transfers → summary; nothing is posted before the whole of it is known to be sound. */
export async function importBerka(options: ImportOptions): Promise<void> {
  const details = options.accounts === undefined ? new Map() : await readAccounts(options.accounts);
  const plan = planImport(await readTransactions(options.transactions), details);
  const api = new TrineApi(options.api, options.concurrency * ACCOUNTS_PER_BATCH);
  try {
    const opened = await open(api, plan, options);
    const startedAt = performance.now();
    const posted = await post(api, plan, options);
    printSummary(plan, opened, posted, performance.now() - startedAt);
    if (posted.refused.length > 0) throw refusals(posted);
  } finally {
    await api.close();
  }
}

async function open(api: TrineApi, plan: ImportPlan, options: ImportOptions): Promise<Opened> {
  const requests = [...COUNTER_ACCOUNTS, ...plan.accounts.map(({ request }) => request)];
  const progress = startProgress('Accounts ', requests.length);
  const opened = await openAccounts(api, requests, options.concurrency * ACCOUNTS_PER_BATCH, () =>
    progress.advance(1),
  ).finally(() => progress.stop());
  const existing = new Set(opened.existing);
  const shortfalls = await findShortfalls(
    api,
    plan.accounts.filter(({ request }) => existing.has(request.id)),
    options.concurrency,
  );
  if (shortfalls.length > 0 && !options.allowDeclines) {
    throw new CommandFailure(
      `No transfer was posted. These accounts exist already, and some debits would find no funds:\n` +
        `${listed(shortfalls)}\nWith --allow-declines everything else is posted, and those debits are declined for good.`,
    );
  }
  return opened;
}

async function post(
  api: TrineApi,
  plan: ImportPlan,
  { concurrency, signal }: ImportOptions,
): Promise<Posted> {
  const posted: Posted = { posted: 0, replayed: 0, refused: [] };
  const progress = startProgress('Transfers', plan.transfers);
  try {
    const queues = plan.accounts.map(({ transfers }) => transfers);
    const onDecided = (transfers: number) => progress.advance(transfers);
    await postTransfers(api, queues, posted, { concurrency, signal, onDecided });
  } catch (error) {
    progress.stop();
    throw new CommandFailure(`${(error as Error).message}\n${howToGoOn(posted, plan)}`);
  }
  progress.stop();
  if (signal.aborted) throw new CommandFailure(`Stopped. ${howToGoOn(posted, plan)}`);
  return posted;
}

/** An account is a request of its own, a batch holds hundreds of transfers: accounts bear more of them at once. */
const ACCOUNTS_PER_BATCH = 8;

function howToGoOn({ posted, replayed }: Posted, { transfers }: ImportPlan): string {
  return `${posted + replayed} of ${transfers} transfers are in. Give the same command again to go on from there.`;
}

function refusals({ refused }: Posted): CommandFailure {
  const lines = refused.map(({ id, problem }) => `${id}: ${problem.code}, ${problem.detail}`);
  return new CommandFailure(`${refused.length} transfers were not posted:\n${listed(lines)}`, EXIT.failed);
}
