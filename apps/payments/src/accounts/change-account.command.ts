import { Command } from '@nestjs/cqrs';
import type { ChangeLimits, ChangeStatus } from '@trine/domain';
import type { Answer, Origin } from '../pipeline/submission.js';

/** Freeze, unfreeze, close, or another overdraft limit. */
export class ChangeAccountCommand extends Command<Answer> {
  constructor(
    readonly origin: Origin,
    readonly change: ChangeStatus | ChangeLimits,
  ) {
    super();
  }
}
