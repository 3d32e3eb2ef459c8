import {
  IDEMPOTENCY_KEY,
  IDEMPOTENT_REPLAYED,
  type AccountResponse,
  type BatchItem,
  type OpenAccountRequest,
  type PostBatchResponse,
  type Problem,
  type ViewsResponse,
} from '@trine/contracts';
import { Pool } from 'undici';
import { CommandFailure } from '../failure.js';
import { Unavailable } from './unavailable.js';

/** A batch of a thousand takes a fraction of a second; past this the answer is not coming. */
const TIMEOUT_MS = 30_000;

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly replayed: boolean;
}

/** The public API as the commands of the CLI use it. Every call throws Unavailable when trying again may help. */
export class TrineApi {
  private readonly pool: Pool;

  constructor(
    readonly url: string,
    connections: number,
  ) {
    this.pool = new Pool(url, { connections, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
  }

  openAccount(key: string, request: OpenAccountRequest): Promise<Answer<AccountResponse | Problem>> {
    return this.call('POST', '/v1/accounts', request, { [IDEMPOTENCY_KEY]: key });
  }

  async account(id: string): Promise<AccountResponse | undefined> {
    return this.find(`/v1/accounts/${encodeURIComponent(id)}`);
  }

  async transferExists(id: string): Promise<boolean> {
    return (await this.find(`/v1/transfers/${encodeURIComponent(id)}`)) !== undefined;
  }

  async postBatch(transfers: readonly BatchItem[]): Promise<PostBatchResponse> {
    const { body } = await this.expect(200, 'POST', '/v1/transfers/batch', { transfers });
    return body as PostBatchResponse;
  }

  /** `signal` ends the wait for the answer, which then counts as none. */
  async views(signal?: AbortSignal): Promise<ViewsResponse> {
    const { body } = await this.expect(200, 'GET', '/v1/views', undefined, signal);
    return body as ViewsResponse;
  }

  async close(): Promise<void> {
    await this.pool.close();
  }

  private async find<T>(path: string): Promise<T | undefined> {
    const { status, body } = await this.call<T | Problem>('GET', path);
    if (status === 404) return undefined;
    if (status === 200) return body as T;
    throw refused(path, status, body);
  }

  private async expect(
    status: number,
    method: 'GET' | 'POST',
    path: string,
    payload?: object,
    signal?: AbortSignal,
  ): Promise<Answer<unknown>> {
    const answer = await this.call<unknown>(method, path, payload, {}, signal);
    if (answer.status === status) return answer;
    throw refused(path, answer.status, answer.body);
  }

  private async call<T>(
    method: 'GET' | 'POST',
    path: string,
    payload?: object,
    headers: Record<string, string> = {},
    signal?: AbortSignal,
  ): Promise<Answer<T>> {
    try {
      const answer = await this.pool.request({
        method,
        path,
        headers: { ...headers, ...(payload && { 'content-type': 'application/json' }) },
        body: payload === undefined ? null : JSON.stringify(payload),
        signal: signal ?? null,
      });
      const text = await answer.body.text();
      const status = answer.statusCode;
      if (status === 429 || status >= 500)
        throw Unavailable.fromAnswer(status, text, answer.headers['retry-after']);
      return {
        status,
        body: JSON.parse(text) as T,
        replayed: answer.headers[IDEMPOTENT_REPLAYED] === 'true',
      };
    } catch (error) {
      throw error instanceof Unavailable ? error : Unavailable.fromError(error);
    }
  }
}

function refused(path: string, status: number, body: unknown): CommandFailure {
  const { code, detail } = body as Partial<Problem>;
  return new CommandFailure(`${path} was answered with ${status} ${code ?? ''}: ${detail ?? 'no detail'}`);
}
