import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validatorOf } from '../schema/validator.js';
import { eventCatalogue, eventTypes } from './catalogue.js';
import { decodeStoredEvent } from './decode.js';

interface Kept {
  readonly least: object;
  readonly most: object;
}

const folder = join(import.meta.dirname, '../../fixtures/events');
const kept = readdirSync(folder).map((file) => {
  const [type = '', version = ''] = file.split('.');
  const data = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Kept;
  return { file, type, typeVersion: Number(version.slice(1)), data };
});

describe('events that were recorded once are readable for ever (invariant 7)', () => {
  it.each(kept)('$file', ({ type, typeVersion, data: { least, most } }) => {
    for (const data of [least, most]) {
      const place = { partition: 1, sequence: 1, recordedAt: '2026-01-01T00:00:00.000Z' };
      const stored = { type, typeVersion, accountId: 'acc_1', data: JSON.stringify(data), ...place };
      expect(decodeStoredEvent(stored).data).toMatchObject(data);
    }
  });

  it('every current version has its kept events, from its least to its most', () => {
    for (const type of eventTypes) {
      const { version, schema } = eventCatalogue[type];
      const found = kept.filter((each) => each.type === type && each.typeVersion === version);
      const fields = new Set(found.flatMap(({ data: { most } }) => Object.keys(most)));
      expect([...fields].sort()).toEqual(Object.keys(schema.properties).sort());
      const { least } = found[0]!.data;
      for (const field of Object.keys(least)) {
        const without = Object.fromEntries(Object.entries(least).filter(([name]) => name !== field));
        expect(validatorOf(schema).check(without)).toBe(false);
      }
    }
  });
});
