import { CONSISTENCY_TOKEN, IDEMPOTENT_REPLAYED, PROBLEM_MEDIA_TYPE } from '@trine/contracts';
import type { FastifyReply } from 'fastify';
import type { Answer } from '../pipeline/submission.js';

/** An answer goes out as the text that was recorded, so that a replay is the same to the byte. */
export function sendAnswer(reply: FastifyReply, { status, body, token, replayed }: Answer): void {
  if (token !== '') reply.header(CONSISTENCY_TOKEN, token);
  if (replayed) reply.header(IDEMPOTENT_REPLAYED, 'true');
  const type = status < 400 ? 'application/json; charset=utf-8' : PROBLEM_MEDIA_TYPE;
  void reply.status(status).header('content-type', type).send(body);
}
