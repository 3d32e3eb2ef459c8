import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trine } from './testing/cli.js';
import { heads } from './testing/system.js';

/** What a bench told before it measured a bare server: enough to be compared with. */
const EARLIER = [
  { scenario: 'transfers', transfersPerSecond: 0.5, steady: false, offered: { requests: 5, seconds: 10 } },
];

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'trine-e2e-'))));
afterAll(() => rm(folder, { recursive: true }));

describe('trine bench', () => {
  it('offers load on an empty system of its own, whatever servers the environment names', async () => {
    expect(process.env['TRINE_POSTGRES_URL']).toBeDefined();
    const headsBefore = await heads();
    const [json, earlier] = [join(folder, 'results.json'), join(folder, 'earlier.json')];
    await writeFile(earlier, JSON.stringify(EARLIER));
    const options = ['--seconds', '2', '--json', json, '--compare', earlier];
    const { code, output } = await trine('bench', 'transfers', ...options);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toContain('The ledger and its views agreed after every run.');
    expect(output).toMatch(/transfers .* 0\s.*\+[\d.]+ %/);
    expect(await heads()).toEqual(headsBefore);

    const [result] = JSON.parse(await readFile(json, 'utf8'));
    expect(result).toMatchObject({ scenario: 'transfers', offered: { errors: 0, refused: 0 } });
    expect(result.transfersPerSecond).toBeGreaterThan(0);
    const cpu = (name: string) => result.usage[name].cpuSeconds;
    for (const name of ['payments', 'postgres', 'load generator']) expect(cpu(name)).toBeGreaterThan(0);
    for (const { requestsPerSecond, cpuMicroseconds, p99Ms } of result.yardsticks)
      for (const figure of [requestsPerSecond, cpuMicroseconds, p99Ms]) expect(figure).toBeGreaterThan(0);
    expect(result.yardsticks).toHaveLength(2);
  }, 240_000);
});
