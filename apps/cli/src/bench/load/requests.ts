import type { Request as Sent } from 'autocannon';
import type { BatchItem } from '@trine/contracts';
import { randomUUID } from 'node:crypto';
import type { Request } from './offer.js';

const JSON_BODY = { 'content-type': 'application/json' };
export const CURRENCY = 'EUR';

/** A request of which each one sent is another. */
export function requestOf(request: Request): Sent {
  switch (request.kind) {
    case 'get': {
      let at = 0;
      const { paths } = request;
      return { method: 'GET', setupRequest: (sent) => ({ ...sent, path: paths[at++ % paths.length]! }) };
    }
    case 'transfers': {
      const transfers = transfersAmong(request.accounts, request.hot);
      return {
        method: 'POST',
        path: '/v1/transfers',
        setupRequest: (sent) => {
          const { idempotencyKey, ...transfer } = transfers.next().value;
          const headers = { ...JSON_BODY, 'idempotency-key': idempotencyKey };
          return { ...sent, headers, body: JSON.stringify(transfer) };
        },
      };
    }
    case 'batch': {
      const all = transfersAmong(request.accounts, request.hot);
      const batch = () => Array.from({ length: request.size }, () => all.next().value);
      return {
        method: 'POST',
        path: '/v1/transfers/batch',
        headers: JSON_BODY,
        setupRequest: (sent) => ({ ...sent, body: JSON.stringify({ transfers: batch() }) }),
      };
    }
  }
}

/** One cent each, every account as often as any other; with `hot` all from that one. */
function* transfersAmong(accounts: readonly string[], hot?: string): Generator<BatchItem, never> {
  const run = randomUUID().slice(0, 8);
  const others = accounts.filter((account) => account !== hot);
  for (let nth = 0; ; nth++) {
    const from = hot ?? others[nth % others.length]!;
    // A step that shares no factor with their number: every pair comes once before any comes again.
    const to = others[(nth + 1 + (Math.floor(nth / others.length) % (others.length - 1))) % others.length]!;
    yield { idempotencyKey: `${run}-${nth}`, from, to, amount: '0.01', currency: CURRENCY };
  }
}
