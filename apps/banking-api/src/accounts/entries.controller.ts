import { Controller, Get, Header, Headers, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AccountId, CONSISTENCY_TOKEN, EntriesResponse } from '@trine/contracts';
import { HistoryReader } from '@trine/history';
import { ReadYourWrites } from '../consistency/read-your-writes.js';
import { queryParser } from '../http/query.js';
import { existingId, found } from '../http/resource.js';
import { DescribeRead } from '../openapi/describe-read.js';
import { entry } from '../openapi/examples/accounts.js';
import { EntriesQuery } from './entries.query.js';

const entriesQuery = queryParser(EntriesQuery);

@ApiTags('accounts')
@Controller('v1/accounts/:id/entries')
export class EntriesController {
  constructor(
    private readonly history: HistoryReader,
    private readonly consistency: ReadYourWrites,
  ) {}

  @Get()
  @Header('content-type', 'application/json; charset=utf-8')
  @DescribeRead({
    summary: 'What happened on the account, newest first',
    description:
      'In the ledger’s order (entry number); `from` and `to` are on occurredAt. A page may be short, even empty, and still have a `nextCursor`: only its absence says that this was the last.',
    path: { id: AccountId },
    answer: EntriesResponse,
    example: { entries: [entry] },
    query: EntriesQuery,
    problems: ['account_not_found'],
  })
  async listEntries(
    @Param('id') id: string,
    @Query() query: unknown,
    @Headers(CONSISTENCY_TOKEN) token?: string,
  ): Promise<string> {
    const filters = entriesQuery(query);
    existingId('account', id);
    await this.consistency.wait('history', token);
    return found('account', id, await this.history.entriesText(id, filters));
  }
}
