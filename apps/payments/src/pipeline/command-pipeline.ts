import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { ProblemError } from '@trine/contracts';
import { Attempt, type Pending } from './attempt.js';
import { GroupProcessor } from './group-processor.js';
import { pipelineMetrics } from './pipeline-metrics.js';
import type { Answer, Submission } from './submission.js';

/** Most commands in one append: past that, a group's latency grows faster than its throughput. */
const MAX_GROUP = 200;
/** Most commands waiting; at 10,000/s a second's worth. Past that callers are told at once to come back. */
const MAX_QUEUED = 10_000;

/**
 * Takes commands as they come and appends them in groups: while one group commits, the next collects (invariants 2 to
 * 4 of the design). One group is in flight at a time, so decisions follow one another in the order of arrival.
 */
@Injectable()
export class CommandPipeline implements BeforeApplicationShutdown {
  private queue: Pending[] = [];
  private readonly inFlight = new Set<string>();
  private running: Promise<void> | undefined;

  constructor(private readonly processor: GroupProcessor) {}

  /**
   * Resolves once the command is recorded, or was before, or is refused without being recorded.
   * @throws ProblemError `overloaded`, `idempotency_in_flight`, `unavailable`, `internal_error`: the key stays unused,
   *   or the outcome is unknown and the same key settles it
   */
  async submit(submission: Submission): Promise<Answer> {
    const { key } = submission;
    if (this.inFlight.has(key)) {
      throw new ProblemError(
        'idempotency_in_flight',
        'The first request with this Idempotency-Key is not answered yet',
      );
    }
    if (this.queue.length >= MAX_QUEUED) throw new ProblemError('overloaded', 'The command queue is full');
    this.inFlight.add(key);
    try {
      return await new Promise<Answer>((resolve, reject) => {
        this.queue.push({ submission, resolve, reject });
        pipelineMetrics.queued.set(this.queue.length);
        this.running ??= this.drain();
      });
    } finally {
      this.inFlight.delete(key);
    }
  }

  /** Everything that was taken is answered before the process leaves. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.running;
  }

  private async drain(): Promise<void> {
    // Requests that arrived in the same turn of the event loop go into the same group.
    await new Promise(setImmediate);
    while (this.queue.length > 0) {
      const group = this.queue.slice(0, MAX_GROUP);
      this.queue = this.queue.slice(MAX_GROUP);
      pipelineMetrics.queued.set(this.queue.length);
      await this.processor.process(new Attempt(group));
    }
    this.running = undefined;
  }
}
