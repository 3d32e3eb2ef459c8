import { Command } from 'commander';
import { readConfig } from '../config.js';
import { showLag } from './show-lag.js';

export function lagCommand(): Command {
  return new Command('lag')
    .description('How far each view is behind the log, by partition')
    .option('--watch', 'keep it live until interrupted', false)
    .option('--api <url>', 'banking-api (default: TRINE_API_URL, else http://127.0.0.1:3000)')
    .action(({ watch, api }: { watch: boolean; api?: string }) =>
      showLag(api ?? readConfig().TRINE_API_URL, watch),
    );
}
