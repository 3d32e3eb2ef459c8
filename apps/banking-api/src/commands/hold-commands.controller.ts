import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  CaptureHoldRequest,
  HoldId,
  HoldResponse,
  PlaceHoldRequest,
  TransferResponse,
} from '@trine/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DescribeCommand } from '../openapi/describe-command.js';
import {
  capture,
  captureHoldExamples,
  hold,
  placeHoldExamples,
  voidedHold,
} from '../openapi/examples/holds.js';
import { Gateway } from './gateway.js';

const path = { id: HoldId };

@ApiTags('holds')
@Controller('v1/holds')
export class HoldCommandsController {
  constructor(private readonly gateway: Gateway) {}

  @Post()
  @DescribeCommand({
    summary: 'Reserve money on an account',
    description:
      'It is held until it is captured, voided, or `expiresAt` has come; never by itself without that.',
    body: PlaceHoldRequest,
    examples: placeHoldExamples,
    answer: HoldResponse,
    example: hold,
    problems: [
      'account_not_found',
      'hold_exists',
      'same_account',
      'currency_mismatch',
      'amount_out_of_range',
      'account_closed',
      'account_frozen',
      'insufficient_funds',
    ],
  })
  async placeHold(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.gateway.forward(request, reply);
  }

  @Post(':id/capture')
  @DescribeCommand({
    summary: 'Take held money, whole or in part',
    description:
      'Answers with the transfer that took it. A hold may be captured several times; `final` releases what remains.',
    path,
    body: CaptureHoldRequest,
    bodyRequired: false,
    examples: captureHoldExamples,
    answer: TransferResponse,
    example: capture,
    problems: [
      'hold_not_found',
      'amount_out_of_range',
      'account_closed',
      'account_frozen',
      'hold_exceeded',
      'hold_resolved',
      'hold_expired',
    ],
  })
  async captureHold(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.gateway.forward(request, reply);
  }

  @Post(':id/void')
  @HttpCode(200)
  @DescribeCommand({
    summary: 'Give held money back',
    path,
    status: 200,
    answer: HoldResponse,
    example: voidedHold,
    problems: ['hold_not_found', 'hold_resolved', 'hold_expired'],
  })
  async voidHold(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.gateway.forward(request, reply);
  }
}
