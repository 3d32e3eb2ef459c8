import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  PostBatchRequest,
  PostBatchResponse,
  PostTransferRequest,
  ReverseTransferRequest,
  TransferId,
  TransferResponse,
} from '@trine/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DescribeCommand } from '../openapi/describe-command.js';
import {
  batchResults,
  postBatchExamples,
  postTransferExamples,
  reversal,
  reverseTransferExamples,
  transfer,
} from '../openapi/examples/transfers.js';
import { Gateway } from './gateway.js';

@ApiTags('transfers')
@Controller('v1/transfers')
export class TransferCommandsController {
  constructor(private readonly gateway: Gateway) {}

  @Post()
  @DescribeCommand({
    summary: 'Move money from one account to another, or in up to 100 legs at once',
    description:
      'All legs or none. Legs are decided in their order, so money may pass through an account inside one transfer, and they may be of several currencies. `occurredAt` may be in the past; it is the moment of recording when absent.',
    body: PostTransferRequest,
    examples: postTransferExamples,
    answer: TransferResponse,
    example: transfer,
    problems: [
      'account_not_found',
      'transfer_exists',
      'same_account',
      'currency_mismatch',
      'amount_out_of_range',
      'account_closed',
      'account_frozen',
      'insufficient_funds',
    ],
  })
  async postTransfer(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.gateway.forwardTransfer(request, reply);
  }

  @Post('batch')
  @HttpCode(200)
  @DescribeCommand({
    summary: 'Post up to 1,000 transfers, each by itself or all of them or none',
    description: [
      'Each transfer has an `idempotencyKey` of its own, and its result says what it alone would have been answered with.',
      'With `atomic: true` all are posted or none: a batch that is refused is 422 `batch_refused`, whose `errors` name the items that were, and its keys stay unused.',
    ].join('\n\n'),
    body: PostBatchRequest,
    examples: postBatchExamples,
    status: 200,
    answer: PostBatchResponse,
    example: batchResults,
    ownKeys: true,
    problems: ['batch_refused'],
  })
  async postBatch(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.gateway.forward(request, reply);
  }

  @Post(':id/reverse')
  @DescribeCommand({
    summary: 'Take a transfer back, whole or in part',
    description:
      'Never more than what is left of it, and the money has to be there. A transfer of several legs is reversed whole. A reversal cannot be reversed.',
    path: { id: TransferId },
    body: ReverseTransferRequest,
    bodyRequired: false,
    examples: reverseTransferExamples,
    answer: TransferResponse,
    example: reversal,
    problems: [
      'transfer_not_found',
      'amount_out_of_range',
      'account_closed',
      'account_frozen',
      'reversal_exceeds_transfer',
      'insufficient_funds',
    ],
  })
  async reverseTransfer(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.gateway.forward(request, reply);
  }
}
