import { ID_PATTERN, ProblemError, type ProblemCode } from '@trine/contracts';

type Kind = 'account' | 'transfer' | 'hold';

const missing: Readonly<Record<Kind, ProblemCode>> = {
  account: 'account_not_found',
  transfer: 'transfer_not_found',
  hold: 'hold_not_found',
};

const pattern = new RegExp(ID_PATTERN);

/** An id from a path. What cannot be an id names nothing. @throws ProblemError the 404 of its kind */
export function existingId(kind: Kind, text: string): string {
  if (pattern.test(text)) return text;
  throw new ProblemError(missing[kind], 'Ids are 1 to 64 of A-Z a-z 0-9 . _ : -');
}

/** What a view answered with, when it knows it. @throws ProblemError the 404 of its kind */
export function found<T>(kind: Kind, id: string, resource: T | null | undefined): T {
  if (resource !== null && resource !== undefined) return resource;
  throw new ProblemError(missing[kind], `There is no ${kind} ${id}`);
}
