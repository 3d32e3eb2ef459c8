export const IDEMPOTENCY_KEY = 'idempotency-key';
export const IDEMPOTENT_REPLAYED = 'idempotent-replayed';
export const CONSISTENCY_TOKEN = 'consistency-token';
/** Of the form of an id; names a request, and all that came of it, in log lines and events. */
export const CORRELATION_ID = 'x-correlation-id';

/** 1 to 255 visible ASCII characters. */
export const IDEMPOTENCY_KEY_PATTERN = '^[\\x21-\\x7e]{1,255}$';

/** Largest bodies in bytes; past them 413. */
export const MAX_BODY_BYTES = 64 * 1024;
export const MAX_BATCH_BODY_BYTES = 2 * 1024 * 1024;
/** Most transfers in one batch. */
export const MAX_BATCH = 1000;
