import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '@trine/event-store';
import { LOGGER, type Logger } from '@trine/platform';
import { requestHash } from '../http/idempotency.js';
import { CommandPipeline } from '../pipeline/command-pipeline.js';
import { LedgerClock } from '../pipeline/ledger-clock.js';
import { RecurringTask } from '../recurring-task.js';

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
export class HoldExpiry extends RecurringTask {
  constructor(
    private readonly store: EventStore,
    private readonly pipeline: CommandPipeline,
    private readonly clock: LedgerClock,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(logger, BACKOFF, 'holds that are due cannot be released yet');
  }

  protected async step(): Promise<number> {
    const due = await this.store.dueHolds(this.clock.now(), PAGE);
    await Promise.all(due.map((holdId) => this.expire(holdId)));
    return due.length < PAGE ? POLL_MS : 0;
  }

  /** Under a key that no caller can have, since theirs hold no space. */
  private async expire(holdId: string): Promise<void> {
    const key = `expire ${holdId}`;
    const bodyHash = requestHash(key, {});
    const command = { type: 'expire-hold', holdId } as const;
    await this.pipeline.submit({ key, bodyHash, command, status: 200, respond: () => ({}) });
  }
}
