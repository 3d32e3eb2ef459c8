import { PROBLEM_MEDIA_TYPE, problemKindOf, type ProblemCode } from '@trine/contracts';

/** Of an answer that is a problem: with its `retry-after` where the code has one. */
export function problemHeaders(code: ProblemCode): Record<string, string> {
  const { retryAfterS } = problemKindOf(code);
  const headers: Record<string, string> = { 'content-type': `${PROBLEM_MEDIA_TYPE}; charset=utf-8` };
  if (retryAfterS !== undefined) headers['retry-after'] = String(retryAfterS);
  return headers;
}
