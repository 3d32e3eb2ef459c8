import { Command } from '@nestjs/cqrs';
import type { OpenAccountRequest } from '@trine/contracts';
import type { Answer, Origin } from '../pipeline/submission.js';

export class OpenAccountCommand extends Command<Answer> {
  constructor(
    readonly origin: Origin,
    readonly request: OpenAccountRequest,
  ) {
    super();
  }
}
