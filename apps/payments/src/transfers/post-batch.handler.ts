import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ProblemError } from '@trine/contracts';
import { requestHash } from '../http/idempotency.js';
import { keyReused, problemAnswer } from '../pipeline/replay.js';
import type { Answer } from '../pipeline/submission.js';
import { parseBatchItem } from './batch-request.js';
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

  async execute({ items, correlationId }: PostBatchCommand): Promise<Answer[]> {
    const started = new Map<string, Started>();
    return Promise.all(items.map((item) => asAnswer(this.start(item, correlationId, started))));
  }

  /** A key that stands twice in one batch is decided once: the second is a replay of the first, or misuses its key. */
  private async start(item: unknown, correlationId: string, started: Map<string, Started>): Promise<Answer> {
    const { idempotencyKey: key, ...request } = parseBatchItem(item);
    const bodyHash = requestHash('POST /v1/transfers', request);
    const first = started.get(key);
    if (first === undefined) {
      const answer = this.commands.execute(
        new PostTransferCommand({ key, bodyHash, correlationId }, request),
      );
      started.set(key, { bodyHash, answer });
      return answer;
    }
    if (!first.bodyHash.equals(bodyHash)) throw keyReused();
    return { ...(await first.answer), replayed: true };
  }
}

async function asAnswer(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ProblemError) return problemAnswer(error);
    throw error;
  }
}
