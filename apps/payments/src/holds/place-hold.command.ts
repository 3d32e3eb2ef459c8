import { Command } from '@nestjs/cqrs';
import type { PlaceHoldRequest } from '@trine/contracts';
import type { Answer, Origin } from '../pipeline/submission.js';

export class PlaceHoldCommand extends Command<Answer> {
  constructor(
    readonly origin: Origin,
    readonly request: PlaceHoldRequest,
  ) {
    super();
  }
}
