import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleRows, type Row } from './testing/berka-file.js';
import { trine } from './testing/cli.js';
import { get, heads, root, viewsCaughtUp } from './testing/system.js';

const files = ['transactions-1993.asc.gz', 'accounts.asc.gz'].map((name) =>
  join(root, 'samples/berka', name),
);
const importSample = () => trine('import', 'berka', files[0]!, '--accounts', files[1]!);

/** At a time; enough to be quick, few enough to be polite. */
const PARALLEL = 16;

async function forEach<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}

describe('a real bank’s year (samples/berka)', () => {
  let rows: Row[];

  beforeAll(async () => {
    rows = await sampleRows();
    const { code, output } = await importSample();
    expect({ code, output }).toMatchObject({ code: 0 });
    await viewsCaughtUp();
  }, 300_000);

  it('ends with the expected balance of every one of its 1,139 accounts, to the haler', async () => {
    const csv = await readFile(join(root, 'samples/berka/expected-balances-1993.csv'), 'utf8');
    const [, ...expected] = csv.trim().split('\n');
    expect(expected).toHaveLength(1_139);
    await forEach(expected, async (line) => {
      const [account, , sumMinor] = line.split(',');
      const { body } = await get(`/v1/accounts/berka-${account}/balance`);
      expect([account, BigInt(body.posted.replace('.', ''))]).toEqual([account, BigInt(sumMinor!)]);
    });
  }, 120_000);

  it('has every account’s entries in the history, as many as the file has rows', async () => {
    const counts = new Map<string, number>();
    for (const { account } of rows) counts.set(account, (counts.get(account) ?? 0) + 1);
    await forEach([...counts], async ([account, count]) => {
      const path = `/v1/accounts/berka-${account}/entries?limit=200`;
      let seen = 0;
      for (let cursor: string | undefined = ''; cursor !== undefined;) {
        const { body } = await get(`${path}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
        seen += body.entries.length;
        cursor = body.nextCursor;
      }
      expect([account, seen]).toEqual([account, count]);
    });
  }, 120_000);

  it('has the sums by category in analytics that the file has', async () => {
    const { body } = await get(
      '/v1/analytics/categories?from=1993-01-01T00:00:00Z&to=1994-01-01T00:00:00Z&currency=CZK',
    );
    const sums = Object.fromEntries(
      body.categories.map(({ category, transfers, amount }: Record<string, string>) => [
        category,
        { transfers, amount },
      ]),
    );
    expect(sums).toEqual(sumsByCategory(rows));
  });

  it('is found whole by `trine verify`', async () => {
    const { code, output } = await trine('verify');
    expect({ code, output }).toMatchObject({ code: 0 });
  }, 120_000);

  it('is not changed by importing it again', async () => {
    const before = await heads();
    const { code, output } = await importSample();
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(await heads()).toEqual(before);
  }, 300_000);
});

/** What each kind of row is for: its k_symbol says, or else its operation; written down here a second time on purpose. */
const CATEGORY: Readonly<Record<string, string>> = {
  UROK: 'interest',
  'SANKC. UROK': 'penalty-interest',
  SLUZBY: 'fee',
  SIPO: 'household',
  DUCHOD: 'pension',
  POJISTNE: 'insurance',
  UVER: 'loan',
  VKLAD: 'cash-in',
  VYBER: 'cash-out',
  'PREVOD Z UCTU': 'transfer-in',
  'PREVOD NA UCET': 'transfer-out',
  'VYBER KARTOU': 'card',
};

function sumsByCategory(rows: readonly Row[]): Record<string, { transfers: number; amount: string }> {
  const sums = new Map<string, { transfers: number; minor: bigint }>();
  for (const { symbol, operation, amountMinor } of rows) {
    const category = CATEGORY[symbol] ?? CATEGORY[operation]!;
    const sum = sums.get(category) ?? { transfers: 0, minor: 0n };
    sums.set(category, { transfers: sum.transfers + 1, minor: sum.minor + amountMinor });
  }
  const decimal = (minor: bigint) => `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`;
  return Object.fromEntries(
    [...sums].map(([name, { transfers, minor }]) => [name, { transfers, amount: decimal(minor) }]),
  );
}
