import type { EntryResponse, Positions } from '@trine/contracts';
import { HistoryReader } from '@trine/history';
import { entry, statement } from '../openapi/examples/accounts.js';
import { startApi } from '../testing/api.js';
import type { StreamedStatement } from './streamed-statement.js';

const ENTRIES = 100_000;

/** A history of one long month, which the store may leave in the middle of. */
class LongHistory extends HistoryReader {
  failAt = Infinity;
  taken = 0;
  ended = false;

  override async positions(): Promise<Positions> {
    return new Map();
  }

  override async statement(id: string): Promise<StreamedStatement | null> {
    this.ended = false;
    return id === 'nobody' ? null : { ...statement, entries: this.month() };
  }

  private async *month(): AsyncGenerator<EntryResponse> {
    try {
      for (this.taken = 1; this.taken <= ENTRIES; this.taken++) {
        if (this.taken === this.failAt) throw new Error('the store went away');
        yield { ...entry, id: `acc_1:${this.taken}`, entry: this.taken, description: 'x'.repeat(100) };
      }
    } finally {
      this.ended = true;
    }
  }
}

describe('a statement over HTTP', () => {
  const history = new LongHistory({ url: 'mongodb://127.0.0.1:1/none' });
  let api: Awaited<ReturnType<typeof startApi>>;

  beforeAll(async () => {
    api = await startApi({}, [{ provide: HistoryReader, useValue: history }]);
  });
  afterAll(() => api.close());
  beforeEach(() => {
    history.failAt = Infinity;
  });

  const get = (
    path = 'acc_1/statements/2026-11',
    headers: Record<string, string> = {},
    signal?: AbortSignal,
  ) => fetch(`${api.url}/v1/accounts/${path}`, { headers, ...(signal && { signal }) });
  const csv = { accept: 'text/csv' };

  it('is JSON or CSV, and says so to caches', async () => {
    const json = await get();
    expect(Object.fromEntries(json.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'inline; filename="statement-acc_1-2026-11.json"',
      vary: 'accept',
    });
    expect(((await json.json()) as { entries: unknown[] }).entries).toHaveLength(ENTRIES);
    const text = await get(undefined, csv);
    expect(text.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    // The header, the opening and the closing beside the entries; the last line is ended, too.
    expect((await text.text()).split('\r\n')).toHaveLength(ENTRIES + 4);
  });

  it.each([{}, csv])('is read no faster than its caller takes it (%j)', async (headers) => {
    const response = await get(undefined, headers);
    const body = response.body!.getReader();
    await body.read();
    const before = history.taken;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(history.taken).toBeLessThan(ENTRIES);
    expect(before).toBeGreaterThan(0);
    await body.cancel();
    while (!history.ended) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(history.taken).toBeLessThan(ENTRIES);
  });

  it.each([{}, csv])('that breaks off in the middle never looks whole (%j)', async (headers) => {
    history.failAt = 50_000;
    const response = await get(undefined, headers);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  it('that fails before anything is sent is a problem', async () => {
    history.failAt = 1;
    const response = await get();
    expect(response.status).toBe(500);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await response.json()).toMatchObject({ code: 'internal_error' });
  });

  it.each([
    ['nobody/statements/2026-11', 404, 'account_not_found'],
    ['a%20b/statements/2026-11', 404, 'account_not_found'],
    ['acc_1/statements/2026-13', 400, 'invalid_request'],
    ['acc_1/statements/november', 400, 'invalid_request'],
    ['acc_1/statements/2026-11?from=1', 400, 'invalid_request'],
  ])('%s is %i %s', async (path, status, code) => {
    const response = await get(path, csv);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
  });
});
