import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ProblemError, type InputFault } from '@trine/contracts';
import { requestHash } from '../http/idempotency.js';
import { malformed } from '../http/request-faults.js';
import { CommandPipeline } from '../pipeline/command-pipeline.js';
import { LedgerClock } from '../pipeline/ledger-clock.js';
import type { Answer, Submission } from '../pipeline/submission.js';
import { parseBatchItem } from './batch-request.js';
import { PostAtomicBatchCommand } from './post-atomic-batch.command.js';
import { PostTransferCommand } from './post-transfer.command.js';
import { transferSubmission } from './post-transfer.handler.js';

/** Each item has the key and the answer that it would have alone, but none is recorded without the others. */
@CommandHandler(PostAtomicBatchCommand)
export class PostAtomicBatchHandler implements ICommandHandler<PostAtomicBatchCommand> {
  constructor(
    private readonly pipeline: CommandPipeline,
    private readonly clock: LedgerClock,
  ) {}

  async execute({ items, correlationId }: PostAtomicBatchCommand): Promise<Answer[]> {
    const now = new Date(this.clock.now()).toISOString();
    return this.pipeline.submitTogether(readAll(items, correlationId, now));
  }
}

/** @throws ProblemError `invalid_request` that says what is wrong with every item */
function readAll(items: readonly unknown[], correlationId: string, now: string): Submission[] {
  const faults: InputFault[] = [];
  const submissions = new Map<string, Submission>();
  for (const [place, item] of items.entries()) {
    const at = `/transfers/${place}`;
    try {
      const submission = readItem(item, correlationId, now);
      if (submissions.has(submission.key)) {
        faults.push({ pointer: `${at}/idempotencyKey`, message: 'stands twice in the batch' });
      }
      submissions.set(submission.key, { ...submission, place });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      const own = error.errors ?? [{ pointer: '', message: error.message }];
      faults.push(
        ...own.map(({ pointer, message }) => ({ pointer: `${at}${pointer}`, message, code: error.code })),
      );
    }
  }
  if (faults.length > 0) throw malformed(faults);
  return [...submissions.values()];
}

function readItem(item: unknown, correlationId: string, now: string): Submission {
  const { idempotencyKey: key, ...request } = parseBatchItem(item);
  const bodyHash = requestHash('POST /v1/transfers', request);
  return transferSubmission(new PostTransferCommand({ key, bodyHash, correlationId }, request), now);
}
