import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { formatAmount, MAX_MINOR, type PostTransferRequest, type TransferResponse } from '@trine/contracts';
import type { PostTransfer } from '@trine/domain';
import { v7 as uuidv7 } from 'uuid';
import { FaultCollector } from '../http/request-faults.js';
import { CommandPipeline } from '../pipeline/command-pipeline.js';
import { LedgerClock } from '../pipeline/ledger-clock.js';
import type { Answer } from '../pipeline/submission.js';
import { PostTransferCommand } from './post-transfer.command.js';

@CommandHandler(PostTransferCommand)
export class PostTransferHandler implements ICommandHandler<PostTransferCommand> {
  constructor(
    private readonly pipeline: CommandPipeline,
    private readonly clock: LedgerClock,
  ) {}

  async execute({ key, bodyHash, request }: PostTransferCommand): Promise<Answer> {
    const command = toDomain(request, new Date(this.clock.now()).toISOString());
    return this.pipeline.submit({
      key,
      bodyHash,
      command,
      respond: (_events, recordedAt) => toResponse(command, recordedAt),
    });
  }
}

/** @throws ProblemError `invalid_request` */
function toDomain(request: PostTransferRequest, now: string): PostTransfer {
  const {
    id = uuidv7(),
    from,
    to,
    amount,
    currency,
    occurredAt,
    category,
    reference,
    description,
    metadata,
  } = request;
  const faults = new FaultCollector();
  let minor = 0n;
  if (faults.currency('/currency', currency)) {
    minor = faults.amount('/amount', amount, currency, MAX_MINOR + 1n);
    if (/^[0.]+$/.test(amount)) faults.add('/amount', 'must be more than zero');
  }
  const occurred = faults.time('/occurredAt', occurredAt, now);
  faults.metadata('/metadata', metadata);
  faults.throwIfAny();
  return {
    type: 'post-transfer',
    id,
    legs: [{ from, to, amount: minor, currency }],
    texts: {
      ...(category === undefined ? {} : { category }),
      ...(reference === undefined ? {} : { reference }),
      ...(description === undefined ? {} : { description }),
      ...(metadata === undefined ? {} : { metadata }),
    },
    occurredAt: occurred,
  };
}

function toResponse({ id, legs, texts, occurredAt }: PostTransfer, recordedAt: string): TransferResponse {
  return {
    id,
    status: 'posted',
    legs: legs.map((leg) => ({ ...leg, amount: formatAmount(leg.amount, leg.currency) })),
    ...texts,
    occurredAt,
    recordedAt,
  };
}
