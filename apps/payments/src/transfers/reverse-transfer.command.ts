import { Command } from '@nestjs/cqrs';
import type { ReverseTransferRequest } from '@trine/contracts';
import type { Answer } from '../pipeline/submission.js';

export class ReverseTransferCommand extends Command<Answer> {
  constructor(
    readonly key: string,
    readonly bodyHash: Buffer,
    readonly transferId: string,
    readonly request: ReverseTransferRequest,
  ) {
    super();
  }
}
