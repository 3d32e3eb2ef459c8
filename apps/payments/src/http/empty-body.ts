import Type from 'typebox';
import { validatorOf } from '@trine/contracts';
import { parseBody } from './request-faults.js';

const empty = validatorOf(Type.Object({}, { additionalProperties: false }));

/** For commands that say everything in their path: no body, or an empty object. @throws ProblemError `invalid_request` */
export function noBody(body: unknown): void {
  if (body !== undefined && body !== null) parseBody(empty, body);
}
