import Type, { type Static } from 'typebox';

/** Between banking-api and payments alone: single transfers of several callers in one request. */
export const FORWARDED_TRANSFERS = '/internal/transfers';
/** Most of them in one request. */
export const MAX_FORWARDED = 100;
/** The longest body in bytes of one; what is longer goes by itself. */
export const MAX_FORWARDED_BYTES = 2_048;

export const ForwardedTransfer = Type.Object(
  {
    /** As the caller sent it, which may be no key at all. */
    key: Type.String(),
    correlationId: Type.String(),
    /** The text that came as its body. */
    body: Type.String(),
  },
  { additionalProperties: false },
);
export type ForwardedTransfer = Static<typeof ForwardedTransfer>;

export const ForwardedTransfers = Type.Array(ForwardedTransfer, { minItems: 1, maxItems: MAX_FORWARDED });

/** What one would have been answered with by itself; null says: send it by itself, to be told what is wrong. */
export type ForwardedAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
} | null;
