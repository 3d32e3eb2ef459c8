import { Command } from 'commander';
import { TrineApi } from '../api/trine-api.js';
import { readConfig } from '../config.js';
import { showLag } from './show-lag.js';
import { watchLag } from './watch-lag.js';

export function lagCommand(): Command {
  return new Command('lag')
    .description('How far each view is behind the log, by partition')
    .option('--watch', 'keep it live until interrupted', false)
    .option('--api <url>', 'banking-api (default: TRINE_API_URL, else http://127.0.0.1:3000)')
    .action(async ({ watch, api: url }: { watch: boolean; api?: string }) => {
      const api = new TrineApi(url ?? readConfig().TRINE_API_URL, 1);
      try {
        await (watch ? watchLag(api, process.stdout, interruption()) : showLag(api));
      } finally {
        await api.close();
      }
    });
}

/** Being told to stop is how watching ends: no failure. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return controller.signal;
}
