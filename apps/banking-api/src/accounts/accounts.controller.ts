import { Controller, Get, Headers, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { BalancesReader } from '@trine/balances';
import {
  AccountResponse,
  BalanceResponse,
  CONSISTENCY_TOKEN,
  EntriesResponse,
  ProblemError,
} from '@trine/contracts';
import { HistoryReader } from '@trine/history';
import { ReadYourWrites } from '../consistency/read-your-writes.js';
import { existingId, noQuery, queryParser } from '../http/query.js';
import { DescribeRead } from '../openapi/describe.js';
import { EntriesQuery } from './entries.query.js';

const entriesQuery = queryParser(EntriesQuery);

@ApiTags('accounts')
@Controller('v1/accounts/:id')
export class AccountsController {
  constructor(
    private readonly balances: BalancesReader,
    private readonly history: HistoryReader,
    private readonly consistency: ReadYourWrites,
  ) {}

  @Get()
  @DescribeRead({
    summary: 'An account with its balances',
    answer: AccountResponse,
    problems: ['account_not_found'],
  })
  async account(
    @Param('id') id: string,
    @Query() query: unknown,
    @Headers(CONSISTENCY_TOKEN) token?: string,
  ): Promise<AccountResponse> {
    noQuery(query);
    await this.consistency.wait('balances', token);
    return found(id, await this.balances.account(existingId(id, 'account_not_found')));
  }

  @Get('balance')
  @DescribeRead({
    summary: 'What the account can spend now',
    answer: BalanceResponse,
    problems: ['account_not_found'],
  })
  async balance(
    @Param('id') id: string,
    @Query() query: unknown,
    @Headers(CONSISTENCY_TOKEN) token?: string,
  ): Promise<BalanceResponse> {
    noQuery(query);
    await this.consistency.wait('balances', token);
    return found(id, await this.balances.balance(existingId(id, 'account_not_found')));
  }

  @Get('entries')
  @DescribeRead({
    summary: 'What happened on the account, newest first',
    answer: EntriesResponse,
    query: EntriesQuery,
    problems: ['account_not_found'],
  })
  async entries(
    @Param('id') id: string,
    @Query() query: unknown,
    @Headers(CONSISTENCY_TOKEN) token?: string,
  ): Promise<EntriesResponse> {
    const filters = entriesQuery(query);
    await this.consistency.wait('history', token);
    return found(id, await this.history.entries(existingId(id, 'account_not_found'), filters));
  }
}

function found<T>(id: string, resource: T | null | undefined): T {
  if (resource === null || resource === undefined)
    throw new ProblemError('account_not_found', `There is no account ${id}`);
  return resource;
}
