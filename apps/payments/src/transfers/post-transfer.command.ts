import { Command } from '@nestjs/cqrs';
import type { PostTransferRequest } from '@trine/contracts';
import type { Answer } from '../pipeline/submission.js';

export class PostTransferCommand extends Command<Answer> {
  constructor(
    readonly key: string,
    readonly bodyHash: Buffer,
    readonly request: PostTransferRequest,
  ) {
    super();
  }
}
