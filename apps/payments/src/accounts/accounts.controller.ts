import { Body, Controller, Headers, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ChangeLimitsRequest, IDEMPOTENCY_KEY, OpenAccountRequest, validatorOf } from '@trine/contracts';
import type { ChangeStatus } from '@trine/domain';
import type { FastifyReply } from 'fastify';
import { noBody } from '../http/empty-body.js';
import { idempotencyKeyOf, requestHash } from '../http/idempotency.js';
import { pathId } from '../http/path-id.js';
import { parseBody } from '../http/request-faults.js';
import { sendAnswer } from '../http/send-answer.js';
import { ChangeAccountCommand } from './change-account.command.js';
import { OpenAccountCommand } from './open-account.command.js';

const openAccountRequest = validatorOf(OpenAccountRequest);
const changeLimitsRequest = validatorOf(ChangeLimitsRequest);

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

  @Post(':id/freeze')
  @HttpCode(200)
  async freeze(
    @Headers(IDEMPOTENCY_KEY) key: string,
    @Param('id') id: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ) {
    await this.changeStatus('freeze-account', key, id, body, reply);
  }

  @Post(':id/unfreeze')
  @HttpCode(200)
  async unfreeze(
    @Headers(IDEMPOTENCY_KEY) key: string,
    @Param('id') id: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ) {
    await this.changeStatus('unfreeze-account', key, id, body, reply);
  }

  @Post(':id/close')
  @HttpCode(200)
  async close(
    @Headers(IDEMPOTENCY_KEY) key: string,
    @Param('id') id: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ) {
    await this.changeStatus('close-account', key, id, body, reply);
  }

  @Patch(':id/limits')
  async changeLimits(
    @Headers(IDEMPOTENCY_KEY) header: string,
    @Param('id') id: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ) {
    const accountId = pathId(id, 'account_not_found');
    const key = idempotencyKeyOf(header);
    const { overdraftLimit } = parseBody(changeLimitsRequest, body);
    const hash = requestHash(`PATCH /v1/accounts/${accountId}/limits`, body);
    const change = { type: 'change-limits', accountId, overdraftLimit } as const;
    sendAnswer(reply, await this.commands.execute(new ChangeAccountCommand(key, hash, change)));
  }

  private async changeStatus(
    type: ChangeStatus['type'],
    header: string,
    id: string,
    body: unknown,
    reply: FastifyReply,
  ) {
    const accountId = pathId(id, 'account_not_found');
    const key = idempotencyKeyOf(header);
    noBody(body);
    const hash = requestHash(`POST /v1/accounts/${accountId}/${type}`, {});
    sendAnswer(reply, await this.commands.execute(new ChangeAccountCommand(key, hash, { type, accountId })));
  }
}
