import { Command } from 'commander';
import { readConfig } from '../config.js';
import { verify } from './verify.js';

export function verifyCommand(): Command {
  return new Command('verify')
    .description('Fold the log and compare account rows and all three views with it; safe on a live system')
    .action(() => verify(readConfig()));
}
