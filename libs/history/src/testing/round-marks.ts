import { MARK_EVERY, markOf } from '../documents/account.js';

/** An account id that begins so, and whose marks are multiples of 64: for tests that count entries from them. */
export function withRoundMarks(name: string): string {
  for (let i = 0; ; i++) if (markOf(`${name}-${i}`, MARK_EVERY) === MARK_EVERY) return `${name}-${i}`;
}
