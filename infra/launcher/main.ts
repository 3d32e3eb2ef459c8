import { borrowed } from './borrowed.js';
import { chaos } from './chaos.js';
import { dev } from './dev.js';
import { generate } from './generate.js';
import { loadGenerator } from './load-generator.js';
import { servers } from './servers.js';
import { start } from './start.js';
import { stop } from './stop.js';
import { test } from './test.js';

const commands: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  start,
  stop,
  dev,
  test,
  servers,
  generate,
  chaos,
  borrowed,
  'load-generator': loadGenerator,
};

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) {
  console.error(`Unknown command ${name}; known are ${Object.keys(commands).join(', ')}`);
  process.exit(2);
}
try {
  await command(args);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
