import { hash } from 'node:crypto';
import { IDEMPOTENCY_KEY, IDEMPOTENCY_KEY_PATTERN, ProblemError } from '@trine/contracts';
import type { FastifyRequest } from 'fastify';
import { stringify } from 'safe-stable-stringify';
import type { Origin } from '../pipeline/submission.js';

const pattern = new RegExp(IDEMPOTENCY_KEY_PATTERN);

/** @throws ProblemError `idempotency_key_missing`, or `invalid_request` for one that is no key */
export function originOf({ headers, correlationId }: FastifyRequest): Omit<Origin, 'bodyHash'> {
  return { key: keyOf(headers[IDEMPOTENCY_KEY]), correlationId };
}

function keyOf(header: string | string[] | undefined): string {
  if (header === undefined || header === '') {
    throw new ProblemError(
      'idempotency_key_missing',
      'Send a unique Idempotency-Key header with every command',
    );
  }
  if (typeof header !== 'string' || !pattern.test(header)) {
    throw new ProblemError('invalid_request', 'The Idempotency-Key cannot be used', [
      { pointer: '/headers/idempotency-key', message: 'must be 1 to 255 visible ASCII characters' },
    ]);
  }
  return header;
}

/** What a key stands for: SHA-256 over the route and the body with its fields in a fixed order. */
export function requestHash(route: string, body: unknown): Buffer {
  return hash('sha256', `${route}\n${stringify(body)}`, 'buffer');
}
