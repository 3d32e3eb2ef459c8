import { ProblemError, type ProblemCode } from '@trine/contracts';

export interface RefusedItem {
  /** Place in the batch, from 0. */
  readonly index: number;
  readonly code: ProblemCode;
  readonly detail: string;
}

/** What an atomic batch is answered with when any of its items is refused. */
export function batchRefused(items: readonly RefusedItem[]): ProblemError {
  return new ProblemError(
    'batch_refused',
    'Nothing was posted, and the keys of the batch stay unused; see errors',
    items.map(({ index, code, detail }) => ({ pointer: `/transfers/${index}`, message: detail, code })),
  );
}
