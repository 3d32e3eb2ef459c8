import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { newId } from '@trine/platform';
import { transferResponse } from '../http/transfer-response.js';
import { CommandPipeline } from '../pipeline/command-pipeline.js';
import type { Answer } from '../pipeline/submission.js';
import { CaptureHoldCommand } from './capture-hold.command.js';

/** The answer is the transfer that took the money. */
@CommandHandler(CaptureHoldCommand)
export class CaptureHoldHandler implements ICommandHandler<CaptureHoldCommand> {
  constructor(private readonly pipeline: CommandPipeline) {}

  async execute({ origin, holdId, request }: CaptureHoldCommand): Promise<Answer> {
    const { final = false, ...amount } = request;
    const id = newId();
    return this.pipeline.submit({
      ...origin,
      command: { type: 'capture-hold', holdId, transferId: id, final, ...amount },
      status: 201,
      respond: ({ ledger, recordedAt }) => {
        const { texts } = ledger.holds.get(holdId)!;
        const { legs } = ledger.transfers.get(id)!;
        return transferResponse({ id, legs, texts, occurredAt: recordedAt, recordedAt, holdId });
      },
    });
  }
}
