import { Command } from '@nestjs/cqrs';
import type { Answer } from '../pipeline/submission.js';

export class VoidHoldCommand extends Command<Answer> {
  constructor(
    readonly key: string,
    readonly bodyHash: Buffer,
    readonly holdId: string,
  ) {
    super();
  }
}
