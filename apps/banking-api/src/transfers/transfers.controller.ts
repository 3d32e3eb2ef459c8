import { Controller, Get, Headers, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CONSISTENCY_TOKEN, TransferId, TransferResponse } from '@trine/contracts';
import { HistoryReader } from '@trine/history';
import { ReadYourWrites } from '../consistency/read-your-writes.js';
import { noQuery } from '../http/query.js';
import { existingId, found } from '../http/resource.js';
import { DescribeRead } from '../openapi/describe-read.js';
import { reversedTransfer } from '../openapi/examples/transfers.js';

@ApiTags('transfers')
@Controller('v1/transfers/:id')
export class TransfersController {
  constructor(
    private readonly history: HistoryReader,
    private readonly consistency: ReadYourWrites,
  ) {}

  @Get()
  @DescribeRead({
    summary: 'A transfer with its legs and what reversed it',
    path: { id: TransferId },
    answer: TransferResponse,
    example: reversedTransfer,
    problems: ['transfer_not_found'],
  })
  async getTransfer(
    @Param('id') id: string,
    @Query() query: unknown,
    @Headers(CONSISTENCY_TOKEN) token?: string,
  ): Promise<TransferResponse> {
    noQuery(query);
    existingId('transfer', id);
    await this.consistency.wait('history', token);
    return found('transfer', id, await this.history.transfer(id));
  }
}
