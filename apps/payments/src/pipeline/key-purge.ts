import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '@trine/event-store';
import { LOGGER, type Logger } from '@trine/platform';
import { RecurringTask } from '../recurring-task.js';
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
export class KeyPurge extends RecurringTask {
  constructor(
    private readonly store: EventStore,
    private readonly clock: LedgerClock,
    @Inject(KEPT_DAYS) private readonly keptDays: number,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(logger, BACKOFF, 'old idempotency keys cannot be forgotten yet');
  }

  protected async step(): Promise<number> {
    const before = new Date(this.clock.now() - this.keptDays * DAY_MS);
    const purged = await this.store.purgeAnswers(before, PAGE);
    pipelineMetrics.purged.inc(purged);
    return purged < PAGE ? PERIOD_MS : PACE_MS;
  }
}
