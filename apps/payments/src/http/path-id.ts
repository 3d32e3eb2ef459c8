import { ID_PATTERN, ProblemError, type ProblemCode } from '@trine/contracts';

const pattern = new RegExp(ID_PATTERN);
const KINDS = {
  account_not_found: 'account',
  transfer_not_found: 'transfer',
  hold_not_found: 'hold',
} as const;

/** An id in a path; what cannot be one names nothing. @throws ProblemError `missing` */
export function pathId(id: string, missing: Extract<ProblemCode, keyof typeof KINDS>): string {
  if (!pattern.test(id)) throw new ProblemError(missing, `There is no ${KINDS[missing]} ${id.slice(0, 64)}`);
  return id;
}
