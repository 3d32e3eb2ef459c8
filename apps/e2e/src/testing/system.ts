import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';

/** The running system, as `npm test` starts it. */
export function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run \`npm test -- --only e2e\``);
  return value;
}

export const apiUrl = variable('TRINE_API_URL');
export const root = join(import.meta.dirname, '../../../..');
export const runDir = variable('TRINE_RUN_DIR');

/** Longer than anything may take; who is frozen does not answer at all. */
const ANSWER_TIMEOUT_MS = 10_000;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Tests say what they expect of it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

export async function get(path: string, token?: string): Promise<Answer> {
  return answerOf(
    fetch(`${apiUrl}${path}`, {
      headers: token === undefined ? {} : { 'consistency-token': token },
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    }),
  );
}

/** A command with a key of its own, unless `headers` say otherwise. A text is sent as it is. */
export async function post(
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return answerOf(
    fetch(`${apiUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );
}

async function answerOf(request: Promise<Response>): Promise<Answer> {
  const response = await request;
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json');
  return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
}

export function tokenOf({ headers }: Answer): string {
  return headers.get('consistency-token') ?? '';
}

/** Opens an account and fails the test when that does not work. */
export async function open(id: string, overdraftLimit = '0.00', currency = 'CZK'): Promise<string> {
  const answer = await post('/v1/accounts', { id, currency, overdraftLimit });
  expect(answer).toMatchObject({ status: 201 });
  return tokenOf(answer);
}

/** The head of every partition of the log. */
export async function heads(): Promise<number[]> {
  const { body } = await get('/v1/views');
  return body.views[0].partitions.map(({ head }: { head: number }) => head);
}

/** What every view has applied of each partition. */
export async function appliedByAll(): Promise<number[]> {
  const { body } = await get('/v1/views');
  const views = body.views as { partitions: { applied: number }[] }[];
  return views[0]!.partitions.map((_, i) =>
    Math.min(...views.map(({ partitions }) => partitions[i]!.applied)),
  );
}

export async function pidOf(name: string): Promise<number> {
  return Number((await readFile(join(runDir, `${name}.pid`), 'utf8')).trim());
}

/** Waits for something to become true; says what it was after a minute. */
export async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`Not within a minute: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Every view stands where the log does. */
export async function viewsCaughtUp(): Promise<void> {
  await eventually('the views have caught up', async () => {
    const { body } = await get('/v1/views');
    return body.views.every(
      (view: { available: boolean; lagEvents: number }) => view.available && view.lagEvents === 0,
    );
  });
}
