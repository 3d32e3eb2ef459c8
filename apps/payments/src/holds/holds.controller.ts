import { Body, Controller, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CaptureHoldRequest, IDEMPOTENCY_KEY, PlaceHoldRequest, validatorOf } from '@trine/contracts';
import type { FastifyReply } from 'fastify';
import { noBody } from '../http/empty-body.js';
import { idempotencyKeyOf, requestHash } from '../http/idempotency.js';
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
  async place(@Headers(IDEMPOTENCY_KEY) header: string, @Body() body: unknown, @Res() reply: FastifyReply) {
    const key = idempotencyKeyOf(header);
    const request = parseBody(placeHoldRequest, body);
    const hash = requestHash('POST /v1/holds', body);
    sendAnswer(reply, await this.commands.execute(new PlaceHoldCommand(key, hash, request)));
  }

  @Post(':id/capture')
  async capture(
    @Headers(IDEMPOTENCY_KEY) header: string,
    @Param('id') id: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ) {
    const holdId = pathId(id, 'hold_not_found');
    const key = idempotencyKeyOf(header);
    const request = parseBody(captureHoldRequest, body ?? {});
    const hash = requestHash(`POST /v1/holds/${holdId}/capture`, request);
    sendAnswer(reply, await this.commands.execute(new CaptureHoldCommand(key, hash, holdId, request)));
  }

  @Post(':id/void')
  @HttpCode(200)
  async void(
    @Headers(IDEMPOTENCY_KEY) header: string,
    @Param('id') id: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ) {
    const holdId = pathId(id, 'hold_not_found');
    const key = idempotencyKeyOf(header);
    noBody(body);
    const hash = requestHash(`POST /v1/holds/${holdId}/void`, {});
    sendAnswer(reply, await this.commands.execute(new VoidHoldCommand(key, hash, holdId)));
  }
}
