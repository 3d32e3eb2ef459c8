import { Command } from '@nestjs/cqrs';
import type { CaptureHoldRequest } from '@trine/contracts';
import type { Answer } from '../pipeline/submission.js';

export class CaptureHoldCommand extends Command<Answer> {
  constructor(
    readonly key: string,
    readonly bodyHash: Buffer,
    readonly holdId: string,
    readonly request: CaptureHoldRequest,
  ) {
    super();
  }
}
