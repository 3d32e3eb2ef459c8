import { Command } from '@nestjs/cqrs';
import type { CaptureHoldRequest } from '@trine/contracts';
import type { Answer, Origin } from '../pipeline/submission.js';

export class CaptureHoldCommand extends Command<Answer> {
  constructor(
    readonly origin: Origin,
    readonly holdId: string,
    readonly request: CaptureHoldRequest,
  ) {
    super();
  }
}
