import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  FORWARDED_TRANSFERS,
  ForwardedTransfers,
  ProblemError,
  validatorOf,
  type ForwardedAnswer,
  type ForwardedTransfer,
} from '@trine/contracts';
import { LOGGER, problemHeaders, type Logger } from '@trine/platform';
import secureJson from 'secure-json-parse';
import { parseBody } from '../http/request-faults.js';
import { answerHeaders } from '../http/send-answer.js';
import { problemAnswer } from '../pipeline/replay.js';
import { transferCommand } from './post-transfer.command.js';

const forwardedTransfers = validatorOf(ForwardedTransfers);

/** What banking-api passes on together. Each is the transfer it would be alone: keys replay across both routes. */
@Controller(FORWARDED_TRANSFERS)
export class ForwardedTransfersController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Post()
  @HttpCode(200)
  post(@Body() body: unknown): Promise<(ForwardedAnswer | null)[]> {
    return Promise.all(parseBody(forwardedTransfers, body).map((transfer) => this.answer(transfer)));
  }

  private async answer({ key, correlationId, body }: ForwardedTransfer): Promise<ForwardedAnswer | null> {
    const request = parse(body);
    if (request === undefined) return null;
    try {
      const answer = await this.commands.execute(transferCommand({ key, correlationId }, request));
      return { status: answer.status, headers: answerHeaders(answer), body: answer.body };
    } catch (error) {
      if (error instanceof ProblemError) return refusal(error);
      // A fault of ours in one of them is not for the others to suffer.
      this.logger.error({ err: error, correlationId }, 'a forwarded transfer failed');
      return null;
    }
  }
}

/** As Fastify reads a body; undefined when it would refuse to. */
function parse(body: string): unknown {
  try {
    return secureJson.parse(body);
  } catch {
    return undefined;
  }
}

function refusal(error: ProblemError): ForwardedAnswer {
  const { status, body } = problemAnswer(error);
  return { status, headers: problemHeaders(error.code), body };
}
