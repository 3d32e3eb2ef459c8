import { Command } from '@nestjs/cqrs';
import type { PostBatchRequest } from '@trine/contracts';
import type { Answer } from '../pipeline/submission.js';

/** Resolves with the answer of each transfer, in order; an item never fails the others. */
export class PostBatchCommand extends Command<Answer[]> {
  constructor(readonly request: PostBatchRequest) {
    super();
  }
}
