import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { newId } from '@trine/platform';
import { transferResponse } from '../http/transfer-response.js';
import { CommandPipeline } from '../pipeline/command-pipeline.js';
import type { Answer } from '../pipeline/submission.js';
import { ReverseTransferCommand } from './reverse-transfer.command.js';

@CommandHandler(ReverseTransferCommand)
export class ReverseTransferHandler implements ICommandHandler<ReverseTransferCommand> {
  constructor(private readonly pipeline: CommandPipeline) {}

  async execute({ origin, transferId, request }: ReverseTransferCommand): Promise<Answer> {
    const id = newId();
    return this.pipeline.submit({
      ...origin,
      command: { type: 'reverse-transfer', transferId, id, ...request },
      status: 201,
      respond: ({ ledger, recordedAt }) => {
        const { legs } = ledger.transfers.get(id)!;
        return transferResponse({
          id,
          legs,
          texts: {},
          occurredAt: recordedAt,
          recordedAt,
          reverses: transferId,
        });
      },
    });
  }
}
