import { writeBerkaFile } from './testing/berka-file.js';
import { trine } from './testing/cli.js';
import { eventually, get, pidOf, viewsCaughtUp } from './testing/system.js';

/** Each is killed while the import runs, and started again by its supervisor. */
const victims = [
  'payments',
  'balances-projector',
  'history-projector',
  'analytics-projector',
  'payments',
  'banking-api',
];

const accounts = Array.from({ length: 200 }, (_, i) => 700_001 + i);
const DAYS = 25;

describe('an import while processes are killed', () => {
  it('finishes, with nothing lost and nothing doubled', async () => {
    const file = await writeBerkaFile(50_000_000, accounts, DAYS);
    let done = false;
    const importing = trine('import', 'berka', file).finally(() => (done = true));
    // The first accounts are there: from now on every kill hits work in progress.
    await eventually(
      'the import has begun',
      async () => (await get(`/v1/accounts/berka-${accounts[20]}`)).status === 200,
    );
    const killed: string[] = [];
    for (const name of victims) {
      if (done) break;
      const pid = await pidOf(name);
      process.kill(pid, 'SIGKILL');
      killed.push(name);
      await eventually(`${name} is started again`, async () => (await pidOf(name)) !== pid);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    expect(killed).toEqual(victims);
    const { code, output } = await importing;
    expect({ code, output }).toMatchObject({ code: 0 });

    await eventually('everything is ready again', async () => (await get('/health/ready')).status === 200);
    await viewsCaughtUp();
    for (const account of accounts) {
      const { body } = await get(`/v1/accounts/berka-${account}/balance`);
      expect([account, body.posted]).toEqual([account, `${DAYS * 500}.00`]);
    }
    const verified = await trine('verify');
    expect(verified).toMatchObject({ code: 0 });
  }, 300_000);
});
