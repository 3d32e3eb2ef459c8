import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { PlaceHoldRequest } from '@trine/contracts';
import { BEYOND, textsOf, type PlaceHold } from '@trine/domain';
import { newId } from '@trine/platform';
import { FaultCollector } from '../http/request-faults.js';
import { CommandPipeline } from '../pipeline/command-pipeline.js';
import { LedgerClock } from '../pipeline/ledger-clock.js';
import type { Answer } from '../pipeline/submission.js';
import { holdResponse } from './hold-response.js';
import { PlaceHoldCommand } from './place-hold.command.js';

@CommandHandler(PlaceHoldCommand)
export class PlaceHoldHandler implements ICommandHandler<PlaceHoldCommand> {
  constructor(
    private readonly pipeline: CommandPipeline,
    private readonly clock: LedgerClock,
  ) {}

  async execute({ origin, request }: PlaceHoldCommand): Promise<Answer> {
    const command = toDomain(request, new Date(this.clock.now()).toISOString());
    return this.pipeline.submit({
      ...origin,
      command,
      status: 201,
      respond: ({ ledger, recordedAt }) => holdResponse(ledger.holds.get(command.id)!, recordedAt),
    });
  }
}

/** @throws ProblemError `invalid_request` */
function toDomain(request: PlaceHoldRequest, now: string): PlaceHold {
  const { id = newId(), account: accountId, to, amount, currency, metadata } = request;
  const faults = new FaultCollector();
  let minor = 0n;
  if (faults.currency('/currency', currency)) minor = faults.positive('/amount', amount, currency, BEYOND);
  const expiry =
    request.expiresAt === undefined ? {} : { expiresAt: faults.time('/expiresAt', request.expiresAt, now) };
  if (expiry.expiresAt !== undefined && expiry.expiresAt <= now)
    faults.add('/expiresAt', 'must lie in the future');
  faults.metadata('/metadata', metadata);
  faults.throwIfAny();
  const money = { amount: minor, currency };
  return { type: 'place-hold', id, accountId, to, ...money, ...expiry, texts: textsOf(request) };
}
