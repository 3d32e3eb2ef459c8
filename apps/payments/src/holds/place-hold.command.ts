import { Command } from '@nestjs/cqrs';
import type { PlaceHoldRequest } from '@trine/contracts';
import type { Answer } from '../pipeline/submission.js';

export class PlaceHoldCommand extends Command<Answer> {
  constructor(
    readonly key: string,
    readonly bodyHash: Buffer,
    readonly request: PlaceHoldRequest,
  ) {
    super();
  }
}
