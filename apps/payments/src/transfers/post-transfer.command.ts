import { Command } from '@nestjs/cqrs';
import type { PostTransferRequest } from '@trine/contracts';
import { requestHash } from '../http/idempotency.js';
import type { Answer, Origin } from '../pipeline/submission.js';
import { parseTransfer } from './read-transfer.js';

export class PostTransferCommand extends Command<Answer> {
  constructor(
    readonly origin: Origin,
    readonly request: PostTransferRequest,
  ) {
    super();
  }
}

/** Of the body of a request. @throws ProblemError `invalid_request` */
export function transferCommand(
  { key, correlationId }: Omit<Origin, 'bodyHash'>,
  body: unknown,
): PostTransferCommand {
  const request = parseTransfer(body);
  // Not { ...origin, bodyHash }: V8 adds a field to what was spread by its slowest way.
  const origin = { key, correlationId, bodyHash: requestHash('POST /v1/transfers', body) };
  return new PostTransferCommand(origin satisfies Record<keyof Origin, unknown>, request);
}
