import { CONSISTENCY_TOKEN, IDEMPOTENT_REPLAYED, PROBLEM_MEDIA_TYPE } from '@trine/contracts';
import type { FastifyReply } from 'fastify';
import type { Answer } from '../pipeline/submission.js';

/** An answer goes out as the text that was recorded, so that a replay is the same to the byte. */
export function sendAnswer(reply: FastifyReply, answer: Answer): void {
  void reply.status(answer.status).headers(answerHeaders(answer)).send(answer.body);
}

export function answerHeaders({ status, token, replayed }: Answer): Record<string, string> {
  const type = status < 400 ? 'application/json' : PROBLEM_MEDIA_TYPE;
  const headers: Record<string, string> = { 'content-type': `${type}; charset=utf-8` };
  if (token !== '') headers[CONSISTENCY_TOKEN] = token;
  if (replayed) headers[IDEMPOTENT_REPLAYED] = 'true';
  return headers;
}
