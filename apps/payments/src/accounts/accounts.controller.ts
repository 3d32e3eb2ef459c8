import { Body, Controller, Headers, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IDEMPOTENCY_KEY, OpenAccountRequest, validatorOf } from '@trine/contracts';
import type { FastifyReply } from 'fastify';
import { idempotencyKeyOf, requestHash } from '../http/idempotency.js';
import { parseBody } from '../http/request-faults.js';
import { sendAnswer } from '../http/send-answer.js';
import { OpenAccountCommand } from './open-account.command.js';

const openAccountRequest = validatorOf(OpenAccountRequest);

@Controller('v1/accounts')
export class AccountsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  async open(@Headers(IDEMPOTENCY_KEY) header: string, @Body() body: unknown, @Res() reply: FastifyReply) {
    const key = idempotencyKeyOf(header);
    const request = parseBody(openAccountRequest, body);
    const hash = requestHash('POST /v1/accounts', body);
    sendAnswer(reply, await this.commands.execute(new OpenAccountCommand(key, hash, request)));
  }
}
