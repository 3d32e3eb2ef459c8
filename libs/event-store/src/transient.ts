/** serialization_failure, deadlock_detected, lock_not_available. */
const ABORTED = new Set(['40001', '40P01', '55P03']);
const DISK_FULL = '53100';

/** Whether a failed statement has certainly left nothing behind and may succeed if repeated. */
export function isAborted(error: unknown): boolean {
  return ABORTED.has(codeOf(error));
}

/** Whether the server has no room left: nothing was recorded, and trying again at once is in vain. */
export function isFull(error: unknown): boolean {
  return codeOf(error) === DISK_FULL;
}

/**
 * Whether the failure came from the connection or the server's state and not from what was asked: the outcome of a
 * write is then unknown. Classes 08 connection, 53 resources, 57 operator intervention, 58 system error; 25006 a server
 * that has become read-only (a failover); 25P03 a transaction that was left alone for too long; 42883 one whose append function is of another version (an upgrade
 * under way), 26000 what was sent behind that, on a statement that could not be prepared; Node's socket errors; and the
 * driver's own words for a lost connection or a timeout.
 */
export function isUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  if (/^(08|53|57|58|25006|25P03|26000|42883)/.test(code) || /^E[A-Z]+$/.test(code)) return true;
  const message = error instanceof Error ? error.message : '';
  return /connection terminated|timeout|client has encountered a connection error|not queryable/i.test(
    message,
  );
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
