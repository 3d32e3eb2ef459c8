import { Command, InvalidArgumentError } from 'commander';
import { readConfig } from '../config.js';
import { importBerka } from './import-berka.js';

/** Batches on their way at once: two keep the ledger busy, more only if it is far away. */
const DEFAULT_CONCURRENCY = 4;
const MAX_CONCURRENCY = 64;

interface BerkaFlags {
  readonly accounts?: string;
  readonly api?: string;
  readonly concurrency: number;
  readonly allowDeclines: boolean;
}

export function importCommand(): Command {
  const berka = new Command('berka')
    .description('Post the transactions of the Berka data set (PKDD’99); may be repeated and resumed')
    .argument('<transactions>', 'transactions.asc or transactions.asc.gz')
    .option('--accounts <file>', 'accounts.asc or accounts.asc.gz: details of the accounts')
    .option('--api <url>', 'banking-api (default: TRINE_API_URL, else http://127.0.0.1:3000)')
    .option('--concurrency <n>', 'batches on their way at once', parseConcurrency, DEFAULT_CONCURRENCY)
    .option('--allow-declines', 'post the rest even if existing accounts lack the funds for some', false)
    .action((transactions: string, { api, ...flags }: BerkaFlags) =>
      importBerka({
        ...flags,
        transactions,
        api: api ?? readConfig().TRINE_API_URL,
        signal: stopSignal(),
      }),
    );
  return new Command('import').description('Import transactions through the public API').addCommand(berka);
}

function parseConcurrency(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= MAX_CONCURRENCY) return value;
  throw new InvalidArgumentError(`must be a whole number from 1 to ${MAX_CONCURRENCY}`);
}

/** Aborted by the first SIGINT or SIGTERM; a second one ends the process as usual. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return controller.signal;
}
