import { Command } from '@nestjs/cqrs';
import type { OpenAccountRequest } from '@trine/contracts';
import type { Answer } from '../pipeline/submission.js';

export class OpenAccountCommand extends Command<Answer> {
  constructor(
    readonly key: string,
    readonly bodyHash: Buffer,
    readonly request: OpenAccountRequest,
  ) {
    super();
  }
}
