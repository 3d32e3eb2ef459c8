import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ProblemError, type BatchItem } from '@trine/contracts';
import { requestHash } from '../http/idempotency.js';
import { keyReused, problemAnswer } from '../pipeline/replay.js';
import type { Answer } from '../pipeline/submission.js';
import { PostBatchCommand } from './post-batch.command.js';
import { PostTransferCommand } from './post-transfer.command.js';

interface Started {
  readonly bodyHash: Buffer;
  readonly answer: Promise<Answer>;
}

/** Each item is the transfer it would be alone: the same key replays across both routes. */
@CommandHandler(PostBatchCommand)
export class PostBatchHandler implements ICommandHandler<PostBatchCommand> {
  constructor(private readonly commands: CommandBus) {}

  async execute({ request }: PostBatchCommand): Promise<Answer[]> {
    const started = new Map<string, Started>();
    return Promise.all(request.transfers.map((item) => this.start(item, started)));
  }

  /** A key that stands twice in one batch is decided once: the second is a replay of the first, or misuses its key. */
  private async start(
    { idempotencyKey: key, ...request }: BatchItem,
    started: Map<string, Started>,
  ): Promise<Answer> {
    const bodyHash = requestHash('POST /v1/transfers', request);
    const first = started.get(key);
    if (first !== undefined) {
      if (!first.bodyHash.equals(bodyHash)) return problemAnswer(keyReused());
      return first.answer.then((answer) => ({ ...answer, replayed: true }));
    }
    const answer = this.post(new PostTransferCommand(key, bodyHash, request));
    started.set(key, { bodyHash, answer });
    return answer;
  }

  private async post(command: PostTransferCommand): Promise<Answer> {
    try {
      return await this.commands.execute(command);
    } catch (error) {
      if (error instanceof ProblemError) return problemAnswer(error);
      throw error;
    }
  }
}
