import { Command } from '@nestjs/cqrs';
import type { ReverseTransferRequest } from '@trine/contracts';
import type { Answer, Origin } from '../pipeline/submission.js';

export class ReverseTransferCommand extends Command<Answer> {
  constructor(
    readonly origin: Origin,
    readonly transferId: string,
    readonly request: ReverseTransferRequest,
  ) {
    super();
  }
}
