import { Controller, HttpCode, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AccountId, AccountResponse, ChangeLimitsRequest, OpenAccountRequest } from '@trine/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DescribeCommand } from '../openapi/describe-command.js';
import {
  account,
  changeLimitsExamples,
  closedAccount,
  frozenAccount,
  openAccountExamples,
} from '../openapi/examples/accounts.js';
import { Gateway } from './gateway.js';

const path = { id: AccountId };

@ApiTags('accounts')
@Controller('v1/accounts')
export class AccountCommandsController {
  constructor(private readonly gateway: Gateway) {}

  @Post()
  @DescribeCommand({
    summary: 'Open an account',
    body: OpenAccountRequest,
    examples: openAccountExamples,
    answer: AccountResponse,
    example: account,
    problems: ['account_exists', 'amount_out_of_range'],
  })
  async openAccount(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.gateway.forward(request, reply);
  }

  @Post(':id/freeze')
  @HttpCode(200)
  @DescribeCommand({
    summary: 'Freeze an account: no money leaves or reaches it, and none is held on it',
    description: 'An account that is frozen already stays so, and nothing is recorded.',
    path,
    status: 200,
    answer: AccountResponse,
    example: frozenAccount,
    problems: ['account_not_found', 'account_closed'],
  })
  async freezeAccount(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.gateway.forward(request, reply);
  }

  @Post(':id/unfreeze')
  @HttpCode(200)
  @DescribeCommand({
    summary: 'Unfreeze an account: it is as it was before it was frozen',
    description: 'An account that is open stays so, and nothing is recorded.',
    path,
    status: 200,
    answer: AccountResponse,
    example: account,
    problems: ['account_not_found', 'account_closed'],
  })
  async unfreezeAccount(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.gateway.forward(request, reply);
  }

  @Post(':id/close')
  @HttpCode(200)
  @DescribeCommand({
    summary: 'Close an account for ever',
    description: 'It has to stand at zero and hold nothing. A frozen account may be closed.',
    path,
    status: 200,
    answer: AccountResponse,
    example: closedAccount,
    problems: ['account_not_found', 'account_closed', 'balance_not_zero', 'holds_open'],
  })
  async closeAccount(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.gateway.forward(request, reply);
  }

  @Patch(':id/limits')
  @DescribeCommand({
    summary: 'Change the overdraft limit',
    description:
      'A limit below what is used already is taken; what is available is then below zero, and nothing more goes out.',
    path,
    body: ChangeLimitsRequest,
    examples: changeLimitsExamples,
    status: 200,
    answer: AccountResponse,
    example: account,
    problems: ['account_not_found', 'amount_out_of_range', 'account_closed'],
  })
  async changeLimits(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.gateway.forward(request, reply);
  }
}
