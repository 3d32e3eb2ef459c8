import Type, { type Static } from 'typebox';
import { ID_PATTERN } from '../schema/fields.js';
import { IDEMPOTENCY_KEY_PATTERN } from './headers.js';

/** Between banking-api and payments alone: single transfers of several callers in one request. */
export const FORWARDED_TRANSFERS = '/internal/transfers';
/** Most of them in one request. */
export const MAX_FORWARDED = 100;
/** The longest body in bytes of one; what is longer goes by itself. */
export const MAX_FORWARDED_BYTES = 2_048;
/** Of the whole request: JSON writes a control character in six bytes, and a key has 255 characters of two. */
export const MAX_FORWARDED_REQUEST_BYTES = MAX_FORWARDED * (6 * MAX_FORWARDED_BYTES + 1_024);

export const ForwardedTransfer = Type.Object(
  {
    key: Type.String({ pattern: IDEMPOTENCY_KEY_PATTERN }),
    correlationId: Type.String({ pattern: ID_PATTERN }),
    /** The text that came as its body. */
    body: Type.String({ maxLength: MAX_FORWARDED_BYTES }),
  },
  { additionalProperties: false },
);
export type ForwardedTransfer = Static<typeof ForwardedTransfer>;

export const ForwardedTransfers = Type.Array(ForwardedTransfer, { minItems: 1, maxItems: MAX_FORWARDED });

/** What one would have been answered with by itself. In its place, null says: send it by itself, to be told what is wrong. */
export interface ForwardedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
