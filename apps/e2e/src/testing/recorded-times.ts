import type { Journal } from './journal.js';
import { get } from './system.js';

const PAGE = 200;

/** Entries, in words, that come later in their account and were recorded at an earlier time; empty when all is well. */
export async function recordedBackwards({ posted }: Journal): Promise<string[]> {
  const accounts = new Set(posted.flatMap(({ from, to }) => [from, to]));
  const found: string[] = [];
  for (const account of accounts) {
    let later: string | undefined;
    for await (const { id, recordedAt } of entriesOf(account)) {
      if (later !== undefined && recordedAt > later)
        found.push(`${id} was recorded at ${recordedAt}, the next of its account at ${later}`);
      later = recordedAt;
    }
  }
  return found;
}

/** Newest first. */
async function* entriesOf(account: string): AsyncGenerator<{ id: string; recordedAt: string }> {
  let cursor = '';
  do {
    const { status, body } = await get(`/v1/accounts/${account}/entries?limit=${PAGE}${cursor}`);
    expect(status).toBe(200);
    yield* body.entries;
    cursor = body.nextCursor === undefined ? '' : `&cursor=${encodeURIComponent(body.nextCursor)}`;
  } while (cursor !== '');
}
