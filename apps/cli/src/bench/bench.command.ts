import { Command, InvalidArgumentError } from 'commander';
import { readFile, writeFile } from 'node:fs/promises';
import { CommandFailure, EXIT } from '../failure.js';
import { ensureLoadGenerator } from './load/ensure-load-generator.js';
import { lagTable } from './report/lag-table.js';
import { machineTable } from './report/machine-table.js';
import { medians } from './report/medians.js';
import { speedTable } from './report/speed-table.js';
import { usageTable } from './report/usage-table.js';
import type { EarlierResult, Told } from './result.js';
import { run } from './run.js';
import type { Scenario } from './scenario.js';
import { scenarios } from './scenarios.js';

interface BenchOptions {
  readonly seconds: number;
  readonly repeat: number;
  readonly rate?: number;
  readonly json?: string;
  readonly compare?: string;
}

export function benchCommand(): Command {
  const list = scenarios.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join('\n');
  return new Command('bench')
    .description('Load over HTTP on an empty system of its own; checks the ledger and the views at the end')
    .argument('[scenarios...]', 'which to run, in this order (default: all)')
    .option('--seconds <n>', 'how long each run is measured, after a warm-up', positive, 15)
    .option('--repeat <n>', 'runs of each scenario, an odd number; the one in the middle is told', odd, 1)
    .option('--rate <n>', 'requests a second, for scenarios at a steady rate', positive)
    .option('--json <file>', 'write the results there')
    .option('--compare <file>', 'show the change against results written earlier')
    .addHelpText('after', `\nScenarios:\n${list}`)
    .action(bench);
}

async function bench(names: readonly string[], options: BenchOptions): Promise<void> {
  const chosen = names.length === 0 ? scenarios : names.map(scenarioOf);
  const earlier = options.compare === undefined ? [] : await readResults(options.compare);
  await ensureLoadGenerator();
  const results: Told[] = [];
  const failed: string[] = [];
  for (const scenario of chosen) {
    try {
      results.push(...medians(await run(scenario, options, options.repeat)));
    } catch (error) {
      // The others are still worth knowing.
      failed.push(`${scenario.name}: ${(error as Error).message}`);
    }
    // Each as soon as it is there: all of them take half an hour.
    if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(results, null, 2)}\n`);
  }
  if (results.length > 0) print(results, earlier);
  if (failed.length > 0) throw new CommandFailure(failed.join('\n'));
  console.log('The ledger and its views agreed after every run.');
}

function print(results: readonly Told[], earlier: readonly EarlierResult[]): void {
  const tables = [
    speedTable(results, earlier),
    lagTable(results),
    usageTable(results),
    machineTable(results, earlier),
  ];
  for (const table of tables) if (table !== undefined) console.log(table);
  const starts = results.flatMap(({ allStartSeconds }) => allStartSeconds);
  console.log(
    `From nothing to ready: ${Math.min(...starts).toFixed(1)} to ${Math.max(...starts).toFixed(1)} s.`,
  );
}

function scenarioOf(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found !== undefined) return found;
  const known = scenarios.map((scenario) => scenario.name).join(', ');
  throw new CommandFailure(`There is no scenario ${name}; known are ${known}`, EXIT.usage);
}

async function readResults(file: string): Promise<EarlierResult[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as EarlierResult[];
  } catch (error) {
    throw new CommandFailure(`${file} holds no results of a bench: ${(error as Error).message}`, EXIT.usage);
  }
}

function odd(text: string): number {
  if (positive(text) % 2 === 0)
    throw new InvalidArgumentError('an odd number: the one in the middle is told');
  return positive(text);
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('a whole number from 1');
  return value;
}
