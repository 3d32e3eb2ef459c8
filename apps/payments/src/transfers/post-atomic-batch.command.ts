import { Command } from '@nestjs/cqrs';
import type { Answer } from '../pipeline/submission.js';

/** All or nothing; `items` are not parsed yet. */
export class PostAtomicBatchCommand extends Command<Answer[]> {
  constructor(
    /** As they were sent. */
    readonly items: readonly unknown[],
    readonly correlationId: string,
  ) {
    super();
  }
}
