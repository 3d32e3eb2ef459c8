import type { BatchItem } from '@trine/contracts';
import { randomUUID } from 'node:crypto';
import type { Request } from './offer.js';

const JSON_BODY = { 'content-type': 'application/json' };
export const CURRENCY = 'EUR';

/** One request of many. */
export interface Sent {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/** Another request each time. */
export function requestsOf(request: Request): () => Sent {
  switch (request.kind) {
    case 'get': {
      let at = 0;
      const { paths } = request;
      return () => ({ method: 'GET', path: paths[at++ % paths.length]!, headers: {} });
    }
    case 'transfers': {
      const transfers = transfersAmong(request.accounts, request.hot);
      return () => {
        const { idempotencyKey, ...transfer } = transfers.next().value;
        return post('/v1/transfers', transfer, { 'idempotency-key': idempotencyKey });
      };
    }
    case 'batch': {
      const all = transfersAmong(request.accounts, request.hot);
      const batch = () => Array.from({ length: request.size }, () => all.next().value);
      return () => post('/v1/transfers/batch', { transfers: batch() });
    }
  }
}

function post(path: string, body: object, headers: Record<string, string> = {}): Sent {
  return { method: 'POST', path, headers: { ...JSON_BODY, ...headers }, body: JSON.stringify(body) };
}

/** One cent each, every account as often as any other; with `hot` all from that one. Keys are random, as callers make them. */
function* transfersAmong(accounts: readonly string[], hot?: string): Generator<BatchItem, never> {
  const others = accounts.filter((account) => account !== hot);
  for (let nth = 0; ; nth++) {
    const from = hot ?? others[nth % others.length]!;
    // A step that shares no factor with their number: every pair comes once before any comes again.
    const to = others[(nth + 1 + (Math.floor(nth / others.length) % (others.length - 1))) % others.length]!;
    yield { idempotencyKey: randomUUID(), from, to, amount: '0.01', currency: CURRENCY };
  }
}
