import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { EventStore, errorFields } from '@trine/event-store';
import { Backoff, LOGGER, type Logger } from '@trine/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { LedgerClock } from './ledger-clock.js';
import { pipelineMetrics } from './pipeline-metrics.js';

/** Injection token: days for which answers are kept. */
export const KEPT_DAYS = Symbol('KEPT_DAYS');

const DAY_MS = 24 * 3_600_000;
/** Forgotten at a time: the work of one append or two. */
const PAGE = 500;
/** Between two pages: appends go first. At 5,000 keys a second it still keeps up with any ledger we know of. */
const PACE_MS = 100;
const PERIOD_MS = 60_000;
const BACKOFF = { firstMs: 1_000, maxMs: 60_000 };

/**
 * Forgets answers whose time is over: without it the keys would outgrow the ledger itself. Any number of processes may
 * do it at once. What must never happen twice has an id, and ids are unique for ever.
 */
@Injectable()
export class KeyPurge implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly backoff = new Backoff(BACKOFF);
  private loop: Promise<void> | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly clock: LedgerClock,
    @Inject(KEPT_DAYS) private readonly keptDays: number,
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
        const before = new Date(this.clock.now() - this.keptDays * DAY_MS);
        const purged = await this.store.purgeAnswers(before, PAGE);
        pipelineMetrics.purged.inc(purged);
        this.backoff.reset();
        await sleep(purged < PAGE ? PERIOD_MS : PACE_MS, undefined, { signal }).catch(() => undefined);
      } catch (error) {
        this.logger.warn({ err: errorFields(error) }, 'old idempotency keys cannot be forgotten yet');
        await this.backoff.wait(signal);
      }
    }
  }
}
