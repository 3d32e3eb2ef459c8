import { Command } from '@nestjs/cqrs';
import type { Answer, Origin } from '../pipeline/submission.js';

export class VoidHoldCommand extends Command<Answer> {
  constructor(
    readonly origin: Origin,
    readonly holdId: string,
  ) {
    super();
  }
}
