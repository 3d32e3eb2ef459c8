import { Body, Controller, HttpCode, Param, Patch, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ChangeLimitsRequest, OpenAccountRequest, validatorOf } from '@trine/contracts';
import type { ChangeStatus } from '@trine/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { noBody } from '../http/empty-body.js';
import { originOf, requestHash } from '../http/idempotency.js';
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
  async open(@Req() http: FastifyRequest, @Body() body: unknown, @Res() reply: FastifyReply) {
    const origin = originOf(http);
    const request = parseBody(openAccountRequest, body);
    const bodyHash = requestHash('POST /v1/accounts', body);
    sendAnswer(reply, await this.commands.execute(new OpenAccountCommand({ ...origin, bodyHash }, request)));
  }

  @Post(':id/freeze')
  @HttpCode(200)
  async freeze(
    @Req() http: FastifyRequest,
    @Param('id') id: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ) {
    await this.changeStatus('freeze-account', http, id, body, reply);
  }

  @Post(':id/unfreeze')
  @HttpCode(200)
  async unfreeze(
    @Req() http: FastifyRequest,
    @Param('id') id: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ) {
    await this.changeStatus('unfreeze-account', http, id, body, reply);
  }

  @Post(':id/close')
  @HttpCode(200)
  async close(
    @Req() http: FastifyRequest,
    @Param('id') id: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ) {
    await this.changeStatus('close-account', http, id, body, reply);
  }

  @Patch(':id/limits')
  async changeLimits(
    @Req() http: FastifyRequest,
    @Param('id') id: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ) {
    const accountId = pathId(id, 'account_not_found');
    const origin = originOf(http);
    const { overdraftLimit } = parseBody(changeLimitsRequest, body);
    const bodyHash = requestHash(`PATCH /v1/accounts/${accountId}/limits`, body);
    const change = { type: 'change-limits', accountId, overdraftLimit } as const;
    sendAnswer(reply, await this.commands.execute(new ChangeAccountCommand({ ...origin, bodyHash }, change)));
  }

  private async changeStatus(
    type: ChangeStatus['type'],
    http: FastifyRequest,
    id: string,
    body: unknown,
    reply: FastifyReply,
  ) {
    const accountId = pathId(id, 'account_not_found');
    const origin = originOf(http);
    noBody(body);
    const bodyHash = requestHash(`POST /v1/accounts/${accountId}/${type}`, {});
    sendAnswer(
      reply,
      await this.commands.execute(new ChangeAccountCommand({ ...origin, bodyHash }, { type, accountId })),
    );
  }
}
