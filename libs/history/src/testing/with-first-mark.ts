import { markOf } from '../documents/account.js';

/** An account id that begins so, and whose first mark is that entry (1 to 64): for tests that count from marks. */
export function withFirstMark(name: string, first: number): string {
  for (let i = 0; ; i++) {
    const id = `${name}-${first}-${i}`;
    if (markOf(id, first) === first) return id;
  }
}
