import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  UNLIMITED,
  type AccountResponse,
  type Bound,
  type EventData,
  type OpenAccountRequest,
} from '@trine/contracts';
import { BEYOND, type OpenAccount } from '@trine/domain';
import { newId } from '@trine/platform';
import { FaultCollector } from '../http/request-faults.js';
import { CommandPipeline } from '../pipeline/command-pipeline.js';
import type { Answer } from '../pipeline/submission.js';
import { OpenAccountCommand } from './open-account.command.js';

@CommandHandler(OpenAccountCommand)
export class OpenAccountHandler implements ICommandHandler<OpenAccountCommand> {
  constructor(private readonly pipeline: CommandPipeline) {}

  async execute({ origin, request }: OpenAccountCommand): Promise<Answer> {
    const command = toDomain(request);
    return this.pipeline.submit({
      ...origin,
      command,
      status: 201,
      respond: ({ events: [opened], recordedAt }) =>
        toResponse(opened!.data as EventData<'AccountOpened'>, recordedAt),
    });
  }
}

/** @throws ProblemError `invalid_request` */
function toDomain(request: OpenAccountRequest): OpenAccount {
  const { id = newId(), currency, name, overdraftLimit = '0', metadata } = request;
  const faults = new FaultCollector();
  let limit: Bound = null;
  if (faults.currency('/currency', currency) && overdraftLimit !== UNLIMITED) {
    limit = faults.amount('/overdraftLimit', overdraftLimit, currency, BEYOND);
  }
  faults.metadata('/metadata', metadata);
  faults.throwIfAny();
  return {
    type: 'open-account',
    id,
    currency,
    overdraftLimit: limit,
    ...(name === undefined ? {} : { name }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

function toResponse(opened: EventData<'AccountOpened'>, recordedAt: string): AccountResponse {
  const { accountId: id, balances, version, ...account } = opened;
  return { id, ...account, status: 'open', ...balances, version, openedAt: recordedAt, asOf: recordedAt };
}
