import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { formatBound, type AccountResponse } from '@trine/contracts';
import { balancesOf, type Account } from '@trine/domain';
import type { AccountProfile } from '@trine/event-store';
import { CommandPipeline } from '../pipeline/command-pipeline.js';
import type { Answer } from '../pipeline/submission.js';
import { ChangeAccountCommand } from './change-account.command.js';

@CommandHandler(ChangeAccountCommand)
export class ChangeAccountHandler implements ICommandHandler<ChangeAccountCommand> {
  constructor(private readonly pipeline: CommandPipeline) {}

  async execute({ origin, change }: ChangeAccountCommand): Promise<Answer> {
    return this.pipeline.submit({
      ...origin,
      command: change,
      status: 200,
      respond: ({ ledger, profiles, recordedAt }) => {
        const profile = profiles.get(change.accountId) ?? { openedAt: recordedAt };
        return toResponse(ledger.accounts.get(change.accountId)!, profile, recordedAt);
      },
    });
  }
}

function toResponse(
  account: Account,
  { name, metadata, openedAt }: Omit<AccountProfile, 'id'>,
  asOf: string,
): AccountResponse {
  const { id, currency, status, version, overdraftLimit } = account;
  return {
    id,
    currency,
    ...(name === undefined ? {} : { name }),
    status,
    overdraftLimit: formatBound(overdraftLimit, currency),
    ...(metadata === undefined ? {} : { metadata }),
    ...balancesOf(account),
    version,
    openedAt,
    asOf,
  };
}
