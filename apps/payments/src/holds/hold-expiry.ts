import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { EventStore, errorFields } from '@trine/event-store';
import { Backoff, LOGGER, type Logger } from '@trine/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { requestHash } from '../http/idempotency.js';
import { CommandPipeline } from '../pipeline/command-pipeline.js';
import { LedgerClock } from '../pipeline/ledger-clock.js';

/** A hold is released well within a second of its time. */
const POLL_MS = 250;
/** Released at a time; after a long sleep there may be many. */
const PAGE = 500;
const BACKOFF = { firstMs: 250, maxMs: 5_000 };

/**
 * Releases what holds still reserve once their time has come, also what came due while nobody ran. Any number of
 * processes may do it at once: each hold is released once.
 */
@Injectable()
export class HoldExpiry implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly backoff = new Backoff(BACKOFF);
  private loop: Promise<void> | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly pipeline: CommandPipeline,
    private readonly clock: LedgerClock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

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
        const due = await this.store.dueHolds(this.clock.now(), PAGE);
        await Promise.all(due.map((holdId) => this.expire(holdId)));
        this.backoff.reset();
        if (due.length < PAGE) await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
      } catch (error) {
        this.logger.warn({ err: errorFields(error) }, 'holds that are due cannot be released yet');
        await this.backoff.wait(signal);
      }
    }
  }

  /** Under a key that no caller can have, since theirs hold no space. */
  private async expire(holdId: string): Promise<void> {
    const key = `expire ${holdId}`;
    const bodyHash = requestHash(key, {});
    const command = { type: 'expire-hold', holdId } as const;
    await this.pipeline.submit({ key, bodyHash, command, status: 200, respond: () => ({}) });
  }
}
