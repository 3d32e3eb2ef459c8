import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CaptureHoldRequest, PlaceHoldRequest, validatorOf } from '@trine/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { noBody } from '../http/empty-body.js';
import { originOf, requestHash } from '../http/idempotency.js';
import { pathId } from '../http/path-id.js';
import { parseBody } from '../http/request-faults.js';
import { sendAnswer } from '../http/send-answer.js';
import { CaptureHoldCommand } from './capture-hold.command.js';
import { PlaceHoldCommand } from './place-hold.command.js';
import { VoidHoldCommand } from './void-hold.command.js';

const placeHoldRequest = validatorOf(PlaceHoldRequest);
const captureHoldRequest = validatorOf(CaptureHoldRequest);

@Controller('v1/holds')
export class HoldsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  async place(@Req() http: FastifyRequest, @Body() body: unknown, @Res() reply: FastifyReply) {
    const origin = originOf(http);
    const request = parseBody(placeHoldRequest, body);
    const bodyHash = requestHash('POST /v1/holds', body);
    sendAnswer(reply, await this.commands.execute(new PlaceHoldCommand({ ...origin, bodyHash }, request)));
  }

  @Post(':id/capture')
  async capture(
    @Req() http: FastifyRequest,
    @Param('id') id: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ) {
    const holdId = pathId(id, 'hold_not_found');
    const origin = originOf(http);
    const request = parseBody(captureHoldRequest, body ?? {});
    const bodyHash = requestHash(`POST /v1/holds/${holdId}/capture`, request);
    sendAnswer(
      reply,
      await this.commands.execute(new CaptureHoldCommand({ ...origin, bodyHash }, holdId, request)),
    );
  }

  @Post(':id/void')
  @HttpCode(200)
  async void(
    @Req() http: FastifyRequest,
    @Param('id') id: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ) {
    const holdId = pathId(id, 'hold_not_found');
    const origin = originOf(http);
    noBody(body);
    const bodyHash = requestHash(`POST /v1/holds/${holdId}/void`, {});
    sendAnswer(reply, await this.commands.execute(new VoidHoldCommand({ ...origin, bodyHash }, holdId)));
  }
}
