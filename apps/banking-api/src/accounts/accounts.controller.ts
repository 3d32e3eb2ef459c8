import { Controller, Get, Headers, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { BalancesReader } from '@trine/balances';
import {
  AccountId,
  AccountResponse,
  AccountsResponse,
  BalanceResponse,
  CONSISTENCY_TOKEN,
} from '@trine/contracts';
import { HistoryReader } from '@trine/history';
import { ReadYourWrites } from '../consistency/read-your-writes.js';
import { noQuery, queryParser, timeOf } from '../http/query.js';
import { existingId, found } from '../http/resource.js';
import { DescribeRead } from '../openapi/describe-read.js';
import { account, balance } from '../openapi/examples/accounts.js';
import { formatAccountsCursor, parseAccountsCursor } from './accounts-cursor.js';
import { AccountsQuery, BalanceQuery, DEFAULT_ACCOUNTS_LIMIT } from './accounts.query.js';

const accountsQuery = queryParser(AccountsQuery);
const balanceQuery = queryParser(BalanceQuery);

@ApiTags('accounts')
@Controller('v1/accounts')
export class AccountsController {
  constructor(
    private readonly balances: BalancesReader,
    private readonly history: HistoryReader,
    private readonly consistency: ReadYourWrites,
  ) {}

  @Get()
  @DescribeRead({
    summary: 'All accounts with their balances, in order of id',
    answer: AccountsResponse,
    example: { accounts: [account], nextCursor: formatAccountsCursor(account.id) },
    query: AccountsQuery,
  })
  async listAccounts(
    @Query() query: unknown,
    @Headers(CONSISTENCY_TOKEN) token?: string,
  ): Promise<AccountsResponse> {
    const { limit = DEFAULT_ACCOUNTS_LIMIT, cursor } = accountsQuery(query);
    const after = cursor === undefined ? undefined : parseAccountsCursor(cursor);
    await this.consistency.wait('balances', token);
    const { accounts, next } = await this.balances.accounts({ limit, after });
    return next === undefined ? { accounts } : { accounts, nextCursor: formatAccountsCursor(next) };
  }

  @Get(':id')
  @DescribeRead({
    summary: 'An account with its balances',
    path: { id: AccountId },
    answer: AccountResponse,
    example: account,
    problems: ['account_not_found'],
  })
  async getAccount(
    @Param('id') id: string,
    @Query() query: unknown,
    @Headers(CONSISTENCY_TOKEN) token?: string,
  ): Promise<AccountResponse> {
    noQuery(query);
    existingId('account', id);
    await this.consistency.wait('balances', token);
    return found('account', id, await this.balances.account(id));
  }

  @Get(':id/balance')
  @DescribeRead({
    summary: 'What the account can spend, now or as recorded at a time',
    description:
      'With `at`, the balances after the last event of the account recorded at or before that time; an account opened later is 404. `asOf` is when that event was recorded.',
    path: { id: AccountId },
    answer: BalanceResponse,
    example: balance,
    query: BalanceQuery,
    problems: ['account_not_found'],
  })
  async getBalance(
    @Param('id') id: string,
    @Query() query: unknown,
    @Headers(CONSISTENCY_TOKEN) token?: string,
  ): Promise<BalanceResponse> {
    const { at } = balanceQuery(query);
    const time = at === undefined ? undefined : timeOf('at', at);
    existingId('account', id);
    await this.consistency.wait(time === undefined ? 'balances' : 'history', token);
    if (time === undefined) return found('account', id, await this.balances.balance(id));
    return found('account', id, await this.history.balanceAt(id, time));
  }
}
