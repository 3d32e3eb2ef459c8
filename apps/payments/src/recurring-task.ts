import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { errorFields } from '@trine/event-store';
import { Backoff, type BackoffOptions, type Logger } from '@trine/platform';
import { setTimeout as sleep } from 'node:timers/promises';

/** Work that goes on beside the commands, step by step, until the process is to stop. */
export abstract class RecurringTask implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly backoff: Backoff;
  private loop: Promise<void> | undefined;

  /** `failing`: what the log says when a step fails, which is tried again. */
  constructor(
    private readonly logger: Logger,
    backoff: BackoffOptions,
    private readonly failing: string,
  ) {
    this.backoff = new Backoff(backoff);
  }

  /** Resolves with the milliseconds until the next step. */
  protected abstract step(): Promise<number>;

  onApplicationBootstrap(): void {
    this.loop = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.loop;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        const pause = await this.step();
        this.backoff.reset();
        await sleep(pause, undefined, { signal }).catch(() => undefined);
      } catch (error) {
        this.logger.warn({ err: errorFields(error) }, this.failing);
        await this.backoff.wait(signal);
      }
    }
  }
}
