import { Controller, Get, Headers, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CONSISTENCY_TOKEN, HoldId, HoldResponse } from '@trine/contracts';
import { HistoryReader } from '@trine/history';
import { ReadYourWrites } from '../consistency/read-your-writes.js';
import { noQuery } from '../http/query.js';
import { existingId, found } from '../http/resource.js';
import { DescribeRead } from '../openapi/describe-read.js';
import { capturedHold } from '../openapi/examples/holds.js';

@ApiTags('holds')
@Controller('v1/holds/:id')
export class HoldsController {
  constructor(
    private readonly history: HistoryReader,
    private readonly consistency: ReadYourWrites,
  ) {}

  @Get()
  @DescribeRead({
    summary: 'A hold with its captures',
    path: { id: HoldId },
    answer: HoldResponse,
    example: capturedHold,
    problems: ['hold_not_found'],
  })
  async getHold(
    @Param('id') id: string,
    @Query() query: unknown,
    @Headers(CONSISTENCY_TOKEN) token?: string,
  ): Promise<HoldResponse> {
    noQuery(query);
    existingId('hold', id);
    await this.consistency.wait('history', token);
    return found('hold', id, await this.history.hold(id));
  }
}
