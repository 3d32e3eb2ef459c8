import { writeFile } from 'node:fs/promises';
import { writeBerkaFile } from './testing/berka-file.js';
import { trine } from './testing/cli.js';
import { get, heads, viewsCaughtUp } from './testing/system.js';

describe('another file of the same format', () => {
  it('is imported the same way, without the list of accounts', async () => {
    const accounts = [800_001, 800_002, 800_003];
    const { code, output } = await trine('import', 'berka', await writeBerkaFile(60_000_000, accounts, 10));
    expect({ code, output }).toMatchObject({ code: 0 });
    await viewsCaughtUp();
    for (const account of accounts) {
      expect(await get(`/v1/accounts/berka-${account}/balance`)).toMatchObject({
        body: { posted: '5000.00' },
      });
    }
  }, 60_000);

  it('that is broken is refused with line and column, and nothing of it is posted', async () => {
    const before = await heads();
    const file = await writeBerkaFile(61_000_000, [800_004], 2);
    await writeFile(file, '61000009;800004;940199;"PRIJEM";"VKLAD";1000.00;1000.00;"";;\n', { flag: 'a' });
    const { code, output } = await trine('import', 'berka', file);
    expect(code).not.toBe(0);
    expect(output).toMatch(/line 6/i);
    expect(output).toMatch(/date/);
    expect(await heads()).toEqual(before);
  }, 60_000);
});
