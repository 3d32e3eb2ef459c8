import { Command } from '@nestjs/cqrs';
import type { ChangeLimits, ChangeStatus } from '@trine/domain';
import type { Answer } from '../pipeline/submission.js';

/** Freeze, unfreeze, close, or another overdraft limit. */
export class ChangeAccountCommand extends Command<Answer> {
  constructor(
    readonly key: string,
    readonly bodyHash: Buffer,
    readonly change: ChangeStatus | ChangeLimits,
  ) {
    super();
  }
}
