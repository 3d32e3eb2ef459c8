import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { HealthChecks } from './health-checks.js';

@Controller('health')
export class HealthController {
  constructor(private readonly checks: HealthChecks) {}

  /** 200 as long as the process answers at all. */
  @Get('live')
  live(): { status: string } {
    return { status: 'live' };
  }

  /** 200 when everything the app needs answers, else 503 with what does not. */
  @Get('ready')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const checks = await this.checks.run();
    const ready = checks.every(({ ok }) => ok);
    await reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'unavailable', checks });
  }
}
