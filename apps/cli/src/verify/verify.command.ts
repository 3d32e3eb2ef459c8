import { Command } from 'commander';
import { readConfig } from '../config.js';
import { parseSince } from './since.js';
import { verify } from './verify.js';

export function verifyCommand(): Command {
  return new Command('verify')
    .description(
      'Fold the log and compare what is decided on and all three views with it; safe on a live system',
    )
    .option('--since <time>', 'only what was recorded since: RFC 3339, or how long ago (90s, 15m, 1h, 2d)')
    .action(({ since }: { since?: string }) =>
      verify(readConfig(), since === undefined ? undefined : parseSince(since, new Date())),
    );
}
