import { EXIT } from '../failure.js';
import { parseSince } from './since.js';

const now = new Date('2026-01-31T12:00:00.000Z');

describe('--since', () => {
  it.each([
    ['90s', '2026-01-31T11:58:30.000Z'],
    ['15m', '2026-01-31T11:45:00.000Z'],
    ['1h', '2026-01-31T11:00:00.000Z'],
    ['2d', '2026-01-29T12:00:00.000Z'],
    ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31T12:00:00.5+02:00', '2026-01-31T10:00:00.500Z'],
  ])('%s is %s', (text, time) => {
    expect(parseSince(text, now).toISOString()).toBe(time);
  });

  it.each([
    '',
    'h',
    '1',
    '1 h',
    '-1h',
    '1w',
    '2026',
    '2026-01-31',
    '2026-13-31T12:00:00Z',
    '2026-02-01T00:00:00Z',
  ])('refuses %p as wrong use', (text) => {
    expect(() => parseSince(text, now)).toThrow(expect.objectContaining({ exitCode: EXIT.usage }));
  });
});
