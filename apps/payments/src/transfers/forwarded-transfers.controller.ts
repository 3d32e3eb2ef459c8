import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  FORWARDED_TRANSFERS,
  ForwardedTransfers,
  ProblemError,
  problemKindOf,
  validatorOf,
  type ForwardedAnswer,
  type ForwardedTransfer,
} from '@trine/contracts';
import secureJson from 'secure-json-parse';
import { parseKey } from '../http/idempotency.js';
import { parseBody } from '../http/request-faults.js';
import { answerHeaders } from '../http/send-answer.js';
import { problemAnswer } from '../pipeline/replay.js';
import { transferCommand } from './post-transfer.command.js';

const forwardedTransfers = validatorOf(ForwardedTransfers);

/** What banking-api passes on together. Each is the transfer it would be alone: keys replay across both routes. */
@Controller(FORWARDED_TRANSFERS)
export class ForwardedTransfersController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @HttpCode(200)
  post(@Body() body: unknown): Promise<ForwardedAnswer[]> {
    return Promise.all(parseBody(forwardedTransfers, body).map((transfer) => this.answer(transfer)));
  }

  private async answer({ key, correlationId, body }: ForwardedTransfer): Promise<ForwardedAnswer> {
    try {
      const request: unknown = secureJson.parse(body);
      const command = transferCommand({ key: parseKey(key), correlationId }, request);
      const answer = await this.commands.execute(command);
      return { status: answer.status, headers: answerHeaders(answer), body: answer.body };
    } catch (error) {
      // A body that is no JSON, or a fault of ours: neither is for the others to suffer, nor to be told of here.
      return error instanceof ProblemError ? refusal(error) : null;
    }
  }
}

function refusal(error: ProblemError): ForwardedAnswer {
  const answer = problemAnswer(error);
  const { retryAfterS } = problemKindOf(error.code);
  const headers = answerHeaders(answer);
  if (retryAfterS !== undefined) headers['retry-after'] = String(retryAfterS);
  return { status: answer.status, headers, body: answer.body };
}
