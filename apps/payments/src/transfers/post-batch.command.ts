import { Command } from '@nestjs/cqrs';
import type { Answer } from '../pipeline/submission.js';

/** Resolves with the answer of each item, in order; an item never fails the others. */
export class PostBatchCommand extends Command<Answer[]> {
  constructor(
    /** As they were sent. */
    readonly items: readonly unknown[],
    readonly correlationId: string,
  ) {
    super();
  }
}
