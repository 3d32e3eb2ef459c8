import { randomUUID } from 'node:crypto';

/** An answer as a caller sees it. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // The tests look into bodies of every shape.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** Sends commands to a payments process over HTTP. @throws TypeError when it hangs up or is not there */
export class PaymentsClient {
  constructor(readonly url: string) {}

  async send(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.fetch(path, {
      method: 'POST',
      body: text,
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  async fetch(path: string, init?: RequestInit): Promise<Reply> {
    const response = await fetch(this.url + path, init);
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  /** The sum of a metric's values over its labels. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const values = text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'));
    return [...values].reduce((sum, [, value]) => sum + Number(value), 0);
  }

  post(body: object, key: string = randomUUID()): Promise<Reply> {
    return this.send('/v1/transfers', body, { 'idempotency-key': key });
  }

  open(body: object, key: string = randomUUID()): Promise<Reply> {
    return this.send('/v1/accounts', body, { 'idempotency-key': key });
  }

  batch(transfers: readonly unknown[], more: object = {}): Promise<Reply> {
    return this.send('/v1/transfers/batch', { transfers, ...more });
  }

  /** A command that is named by its path, such as `/v1/holds/h1/void`. */
  command(path: string, body: object = {}, key: string = randomUUID()): Promise<Reply> {
    return this.send(path, body, { 'idempotency-key': key });
  }

  limit(id: string, overdraftLimit: unknown, key: string = randomUUID()): Promise<Reply> {
    return this.fetch(`/v1/accounts/${id}/limits`, {
      method: 'PATCH',
      body: JSON.stringify({ overdraftLimit }),
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
    });
  }

  /** Opens a bank that may owe without bound, and CZK accounts with 100.00 each. */
  async openFunded(...ids: string[]): Promise<void> {
    await this.open({ id: 'bank', currency: 'CZK', overdraftLimit: 'unlimited' });
    for (const id of ids) {
      await this.open({ id, currency: 'CZK' });
      await this.post(transfer('bank', id, '100.00'));
    }
  }
}

export function transfer(from: string, to: string, amount: string, more: object = {}) {
  return { from, to, amount, currency: 'CZK', ...more };
}
