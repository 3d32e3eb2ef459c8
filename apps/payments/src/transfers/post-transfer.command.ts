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
  // Field by field: V8 adds a field to what was spread in slow code.
  return new PostTransferCommand(
    { key, correlationId, bodyHash: requestHash('POST /v1/transfers', body) },
    request,
  );
}
