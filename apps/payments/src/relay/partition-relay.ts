import type { StoredEvent } from '@trine/contracts';
import type { EventPublisher } from '@trine/event-bus';
import { errorFields } from '@trine/event-store';
import { Backoff, type Logger } from '@trine/platform';
import { bySize } from './by-size.js';

/** On top of the retries that the bus’s client makes by itself. */
const BACKOFF = { firstMs: 100, maxMs: 1_000 };

/** The serial chain of one partition: one send at a time, the cursor after it. */
export class PartitionRelay {
  private readonly backoff = new Backoff(BACKOFF);
  private sending: Promise<void> | undefined;
  private rewinding = false;
  /** Whether the bus refused, or did not answer, the last time. */
  failing = false;

  constructor(
    readonly number: number,
    /** Sequence that the bus has acknowledged. */
    public cursor: number,
    private readonly publisher: EventPublisher,
    private readonly logger: Logger,
    private readonly stopping: AbortSignal,
  ) {}

  /** Whether it takes a page: those that follow its cursor. */
  get idle(): boolean {
    return this.sending === undefined;
  }

  /**
   * Sends as much of the page as the bus takes; calls `done` when another page may come. A page that was read before a
   * rewind is none of those that follow the cursor now.
   */
  send(page: readonly StoredEvent[], done: () => void): void {
    if (page[0]?.sequence !== this.cursor + 1) return done();
    this.sending = this.sendAll(page).finally(() => {
      this.sending = undefined;
      if (this.rewinding) this.cursor = 0;
      this.rewinding = false;
      done();
    });
  }

  /** Publishes everything again, from the first event. What is on its way comes before that. */
  rewind(): void {
    if (this.idle) this.cursor = 0;
    else this.rewinding = true;
  }

  /** Resolves when nothing is on its way any more. */
  async settled(): Promise<void> {
    await this.sending;
  }

  /** Never rejects: what was not acknowledged is read and sent again. */
  private async sendAll(page: readonly StoredEvent[]): Promise<void> {
    try {
      for (const events of bySize(page)) {
        await this.publisher.publish(this.number, events);
        this.cursor = events.at(-1)!.sequence;
      }
      this.failing = false;
      this.backoff.reset();
    } catch (error) {
      this.failing = true;
      const { number: partition, cursor } = this;
      this.logger.warn({ err: errorFields(error), partition, cursor }, 'events could not be published yet');
      await this.backoff.wait(this.stopping);
    }
  }
}
