import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  AccountResponse,
  CONSISTENCY_TOKEN,
  IDEMPOTENCY_KEY,
  IDEMPOTENT_REPLAYED,
  OpenAccountRequest,
  PostBatchRequest,
  PostBatchResponse,
  PostTransferRequest,
  TransferResponse,
} from '@trine/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DescribeCommand } from '../openapi/describe.js';
import { PaymentsClient } from './payments-client.js';

/** Headers that mean something on the other side; everything else is between caller and gateway, or gateway and payments. */
const REQUEST_HEADERS = ['content-type', IDEMPOTENCY_KEY];
const ANSWER_HEADERS = ['content-type', CONSISTENCY_TOKEN, IDEMPOTENT_REPLAYED, 'retry-after'];

/** Every command goes on to payments byte for byte: what the caller sent is what is hashed and decided there. */
@ApiTags('commands')
@Controller('v1')
export class CommandsController {
  constructor(private readonly payments: PaymentsClient) {}

  @Post('accounts')
  @DescribeCommand({
    summary: 'Open an account',
    body: OpenAccountRequest,
    answer: AccountResponse,
    problems: ['account_exists', 'amount_out_of_range'],
  })
  async openAccount(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.forward(request, reply);
  }

  @Post('transfers')
  @DescribeCommand({
    summary: 'Move money between two accounts',
    body: PostTransferRequest,
    answer: TransferResponse,
    problems: [
      'account_not_found',
      'transfer_exists',
      'same_account',
      'currency_mismatch',
      'amount_out_of_range',
      'insufficient_funds',
    ],
  })
  async postTransfer(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.forward(request, reply);
  }

  @Post('transfers/batch')
  @HttpCode(200)
  @DescribeCommand({
    summary: 'Post up to 1,000 transfers, each decided by itself',
    body: PostBatchRequest,
    answer: PostBatchResponse,
    status: 200,
    ownKeys: true,
    problems: [],
  })
  async postBatch(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.forward(request, reply);
  }

  private async forward(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const sent: Record<string, string> = {};
    for (const name of REQUEST_HEADERS) {
      const value = request.headers[name];
      if (typeof value === 'string') sent[name] = value;
    }
    const { status, headers, body } = await this.payments.post(
      request.url,
      sent,
      request.body as Buffer | undefined,
    );
    for (const name of ANSWER_HEADERS) if (headers[name] !== undefined) reply.header(name, headers[name]);
    await reply.status(status).send(body);
  }
}
