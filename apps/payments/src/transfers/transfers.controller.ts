import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  CONSISTENCY_TOKEN,
  formatConsistencyToken,
  parseConsistencyToken,
  ReverseTransferRequest,
  validatorOf,
} from '@trine/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { originOf, requestHash } from '../http/idempotency.js';
import { pathId } from '../http/path-id.js';
import { parseBody } from '../http/request-faults.js';
import { sendAnswer } from '../http/send-answer.js';
import type { Answer } from '../pipeline/submission.js';
import { parseBatch } from './batch-request.js';
import { PostAtomicBatchCommand } from './post-atomic-batch.command.js';
import { PostBatchCommand } from './post-batch.command.js';
import { transferCommand } from './post-transfer.command.js';
import { ReverseTransferCommand } from './reverse-transfer.command.js';

const reverseTransferRequest = validatorOf(ReverseTransferRequest);

@Controller('v1/transfers')
export class TransfersController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  async post(@Req() http: FastifyRequest, @Body() body: unknown, @Res() reply: FastifyReply) {
    sendAnswer(reply, await this.commands.execute(transferCommand(originOf(http), body)));
  }

  @Post('batch')
  @HttpCode(200)
  async postBatch(@Req() http: FastifyRequest, @Body() body: unknown, @Res() reply: FastifyReply) {
    const { items, atomic } = parseBatch(body);
    const answers = await this.commands.execute(
      atomic
        ? new PostAtomicBatchCommand(items, http.correlationId)
        : new PostBatchCommand(items, http.correlationId),
    );
    const token = combined(answers);
    if (token !== '') reply.header(CONSISTENCY_TOKEN, token);
    // The answers are JSON already: they are put together as text, not parsed and written again.
    void reply
      .header('content-type', 'application/json; charset=utf-8')
      .send(`{"results":[${answers.map(toResult).join(',')}]}`);
  }

  @Post(':id/reverse')
  async reverse(
    @Req() http: FastifyRequest,
    @Param('id') id: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ) {
    const transferId = pathId(id, 'transfer_not_found');
    const origin = originOf(http);
    const request = parseBody(reverseTransferRequest, body ?? {});
    const bodyHash = requestHash(`POST /v1/transfers/${transferId}/reverse`, request);
    sendAnswer(
      reply,
      await this.commands.execute(new ReverseTransferCommand({ ...origin, bodyHash }, transferId, request)),
    );
  }
}

function toResult({ status, body, replayed }: Answer): string {
  const outcome = `"${status < 400 ? 'transfer' : 'problem'}":${body}`;
  return `{"status":${status},${replayed ? '"replayed":true,' : ''}${outcome}}`;
}

/** One token for the whole batch: of each partition the highest sequence that any item reached. */
function combined(answers: readonly Answer[]): string {
  const highest = new Map<number, number>();
  for (const { token } of answers) {
    for (const [partition, sequence] of parseConsistencyToken(token) ?? []) {
      highest.set(partition, Math.max(sequence, highest.get(partition) ?? 0));
    }
  }
  return formatConsistencyToken(highest);
}
