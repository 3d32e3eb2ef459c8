import { Controller, Get, Headers, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CONSISTENCY_TOKEN, ProblemError, TransferResponse } from '@trine/contracts';
import { HistoryReader } from '@trine/history';
import { ReadYourWrites } from '../consistency/read-your-writes.js';
import { existingId, noQuery } from '../http/query.js';
import { DescribeRead } from '../openapi/describe.js';

@ApiTags('transfers')
@Controller('v1/transfers/:id')
export class TransfersController {
  constructor(
    private readonly history: HistoryReader,
    private readonly consistency: ReadYourWrites,
  ) {}

  @Get()
  @DescribeRead({
    summary: 'A transfer with its legs',
    answer: TransferResponse,
    problems: ['transfer_not_found'],
  })
  async transfer(
    @Param('id') id: string,
    @Query() query: unknown,
    @Headers(CONSISTENCY_TOKEN) token?: string,
  ): Promise<TransferResponse> {
    noQuery(query);
    await this.consistency.wait('history', token);
    const transfer = await this.history.transfer(existingId(id, 'transfer_not_found'));
    if (transfer === null) throw new ProblemError('transfer_not_found', `There is no transfer ${id}`);
    return transfer;
  }
}
