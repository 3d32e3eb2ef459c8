import { Controller, Get, Headers, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AccountId, CONSISTENCY_TOKEN, StatementResponse } from '@trine/contracts';
import { HistoryReader } from '@trine/history';
import { LOGGER, type Logger } from '@trine/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ReadYourWrites } from '../consistency/read-your-writes.js';
import { noQuery } from '../http/query.js';
import { existingId, found } from '../http/resource.js';
import { DescribeRead } from '../openapi/describe-read.js';
import { statement, statementCsvExample } from '../openapi/examples/accounts.js';
import { statementColumns } from './statement-csv.js';
import { statementFormat } from './statement-format.js';
import { statementMonth } from './statement-month.js';

/** A caller that takes nothing for so long is let go: it holds a cursor in the store. */
const STALL_MS = 30_000;

const columns = Object.entries(statementColumns).map(([name, says]) => `\`${name}\` (${says})`);

@ApiTags('accounts')
@Controller('v1/accounts/:id/statements/:month')
export class StatementsController {
  constructor(
    private readonly history: HistoryReader,
    private readonly consistency: ReadYourWrites,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Get()
  @DescribeRead({
    summary: 'An account’s month: opening balance, entries, closing balance',
    description: [
      'Goes by occurredAt (UTC), oldest first: the opening balance is the sum of what occurred before the month. JSON, or CSV when Accept prefers text/csv.',
      `Columns of the CSV: ${columns.join(', ')}. A text that begins with = + - @ tab or CR has a ' put before it, so that no spreadsheet takes it for a formula.`,
      'A statement is streamed. One that breaks off ends without its last chunk, so that no HTTP client takes it for a whole one.',
    ].join('\n\n'),
    path: { id: AccountId, month: StatementResponse.properties.month },
    answer: StatementResponse,
    example: statement,
    others: { 'text/csv': statementCsvExample },
    problems: ['account_not_found'],
  })
  async getStatement(
    @Param('id') id: string,
    @Param('month') month: string,
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Headers(CONSISTENCY_TOKEN) token?: string,
  ): Promise<void> {
    noQuery(query);
    statementMonth(month);
    existingId('account', id);
    await this.consistency.wait('history', token);
    const statement = found('account', id, await this.history.statement(id, month));
    const { contentType, extension, write } = statementFormat(request.headers.accept);
    const name = `statement-${id.replaceAll(':', '_')}-${month}.${extension}`;
    reply.raw.setTimeout(STALL_MS);
    const body = write(statement).on('error', (err) => this.logger.warn({ err }, 'a statement broke off'));
    await reply
      .headers({ vary: 'accept', 'content-type': contentType })
      .header('content-disposition', `inline; filename="${name}"`)
      .send(body);
  }
}
