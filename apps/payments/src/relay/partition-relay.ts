import type { EventPublisher } from '@trine/event-bus';
import { errorFields, type EventStore } from '@trine/event-store';
import { Backoff, type Logger } from '@trine/platform';
import { bySize } from './by-size.js';

/** Events read at a time. */
const PAGE = 1_000;
const BACKOFF = { firstMs: 100, maxMs: 5_000 };

/** The serial chain of one partition: read after the cursor, send, move the cursor. */
export class PartitionRelay {
  /** Sequence that the bus has acknowledged. */
  cursor = 0;
  private head = 0;
  private started = false;
  private readonly backoff = new Backoff(BACKOFF);
  private running: Promise<void> | undefined;

  constructor(
    readonly number: number,
    private readonly store: EventStore,
    private readonly publisher: EventPublisher,
    private readonly logger: Logger,
    private readonly stopping: AbortSignal,
  ) {}

  get backlog(): number {
    return Math.max(0, this.head - this.cursor);
  }

  /** The bus is there. */
  start(): void {
    this.started = true;
    this.wake();
  }

  /** The log reaches to `head` now. */
  reach(head: number): void {
    this.head = Math.max(this.head, head);
    this.wake();
  }

  /** Resolves when nothing is on its way any more. */
  async stopped(): Promise<void> {
    await this.running;
  }

  private wake(): void {
    if (this.started && this.backlog > 0 && !this.stopping.aborted) this.running ??= this.run();
  }

  private async run(): Promise<void> {
    while (this.backlog > 0 && !this.stopping.aborted) {
      try {
        await this.sendPage();
        this.backoff.reset();
      } catch (error) {
        const { number: partition, cursor } = this;
        this.logger.warn({ err: errorFields(error), partition, cursor }, 'events could not be published yet');
        await this.backoff.wait(this.stopping);
      }
    }
    this.running = undefined;
  }

  private async sendPage(): Promise<void> {
    const page = await this.store.read(this.number, this.cursor, PAGE);
    if (page.length === 0) throw new Error(`the log ends before ${this.head}`);
    for (const events of bySize(page)) {
      await this.publisher.publish(this.number, events);
      this.cursor = events.at(-1)!.sequence;
    }
  }
}
