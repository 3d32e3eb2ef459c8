import type { StoredEvent } from '@trine/contracts';
import type { EventPublisher } from '@trine/event-bus';
import type { EventStore } from '@trine/event-store';
import type { Logger } from '@trine/platform';
import { setTimeout as sleep } from 'node:timers/promises';

/** Events read, and sent, at a time. */
const PAGE = 1_000;
/** Kafka's default limit of a record batch is 1 MiB (message.max.bytes); the envelope adds about 300 bytes. */
const MAX_SEND_BYTES = 700_000;
const ENVELOPE_BYTES = 400;
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 5_000;

/** The serial chain of one partition: read after the cursor, send, move the cursor. */
export class PartitionRelay {
  /** Sequence that the bus has acknowledged. */
  cursor = 0;
  private head = 0;
  private ready = false;
  private stopping = false;
  private running: Promise<void> | undefined;

  constructor(
    readonly number: number,
    private readonly store: EventStore,
    private readonly publisher: EventPublisher,
    private readonly logger: Logger,
  ) {}

  get backlog(): number {
    return Math.max(0, this.head - this.cursor);
  }

  startAfter(cursor: number): void {
    this.cursor = cursor;
    this.ready = true;
  }

  /** The log reaches to `head` now. */
  reach(head: number): void {
    this.head = Math.max(this.head, head);
    if (this.ready && !this.stopping && this.backlog > 0) this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.running;
  }

  private async run(): Promise<void> {
    let backoffMs = FIRST_BACKOFF_MS;
    while (this.backlog > 0 && !this.stopping) {
      try {
        await this.sendPage();
        backoffMs = FIRST_BACKOFF_MS;
      } catch (error) {
        this.logger.warn(
          { err: error, partition: this.number, cursor: this.cursor },
          'events could not be published yet',
        );
        await sleep(backoffMs);
        backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS);
      }
    }
    this.running = undefined;
  }

  private async sendPage(): Promise<void> {
    const page = await this.store.read(this.number, this.cursor, PAGE);
    for (const events of bySize(page)) {
      await this.publisher.publish(this.number, events);
      this.cursor = events.at(-1)!.sequence;
    }
  }
}

/** Splits events so that each part fits one record batch. */
function* bySize(events: readonly StoredEvent[]): Generator<StoredEvent[]> {
  let part: StoredEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.data) + ENVELOPE_BYTES;
    if (part.length > 0 && bytes + size > MAX_SEND_BYTES) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(event);
    bytes += size;
  }
  if (part.length > 0) yield part;
}
