import { Command } from '@nestjs/cqrs';
import type { PostTransferRequest } from '@trine/contracts';
import type { Answer, Origin } from '../pipeline/submission.js';

export class PostTransferCommand extends Command<Answer> {
  constructor(
    readonly origin: Origin,
    readonly request: PostTransferRequest,
  ) {
    super();
  }
}
