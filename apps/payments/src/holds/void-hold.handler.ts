import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CommandPipeline } from '../pipeline/command-pipeline.js';
import type { Answer } from '../pipeline/submission.js';
import { holdResponse } from './hold-response.js';
import { VoidHoldCommand } from './void-hold.command.js';

@CommandHandler(VoidHoldCommand)
export class VoidHoldHandler implements ICommandHandler<VoidHoldCommand> {
  constructor(private readonly pipeline: CommandPipeline) {}

  async execute({ origin, holdId }: VoidHoldCommand): Promise<Answer> {
    return this.pipeline.submit({
      ...origin,
      command: { type: 'void-hold', holdId },
      status: 200,
      respond: ({ ledger, recordedAt }) => {
        const hold = ledger.holds.get(holdId)!;
        return holdResponse(hold, hold.placedAt ?? recordedAt);
      },
    });
  }
}
