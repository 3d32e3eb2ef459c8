import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appNames } from '../launcher/settings.js';

const root = join(import.meta.dirname, '../..');

it.each(appNames)('%s leaves out the source maps of packages before it imports any', (name) => {
  const lines = readFileSync(join(root, 'apps', name, 'src/main.ts'), 'utf8').split('\n');
  expect(lines[0]).toBe(`import { allImported } from '@trine/platform/own-source-maps';`);
  expect(lines).toContain('allImported();');
});
