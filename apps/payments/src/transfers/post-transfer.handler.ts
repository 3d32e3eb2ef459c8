import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { transferResponse } from '../http/transfer-response.js';
import { CommandPipeline } from '../pipeline/command-pipeline.js';
import { LedgerClock } from '../pipeline/ledger-clock.js';
import type { Answer, Submission } from '../pipeline/submission.js';
import { PostTransferCommand } from './post-transfer.command.js';
import { readTransfer } from './read-transfer.js';

@CommandHandler(PostTransferCommand)
export class PostTransferHandler implements ICommandHandler<PostTransferCommand> {
  constructor(
    private readonly pipeline: CommandPipeline,
    private readonly clock: LedgerClock,
  ) {}

  async execute(command: PostTransferCommand): Promise<Answer> {
    return this.pipeline.submit(transferSubmission(command, new Date(this.clock.now()).toISOString()));
  }
}

/** @throws ProblemError `invalid_request` */
export function transferSubmission({ origin, request }: PostTransferCommand, now: string): Submission {
  const command = readTransfer(request, now);
  const { id, legs, texts, occurredAt } = command;
  const { key, bodyHash, correlationId } = origin;
  return {
    key,
    bodyHash,
    correlationId,
    command,
    status: 201,
    respond: ({ recordedAt }) => transferResponse({ id, legs, texts, occurredAt, recordedAt }),
  };
}
