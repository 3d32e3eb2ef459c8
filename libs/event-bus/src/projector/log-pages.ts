import type { StoredEvent } from '@trine/contracts';
import type { LogReader } from '../log/log-reader.js';

/** One partition of the log page by page, as it is stored: while one is applied, the next is read. */
export class LogPages {
  private ahead: { readonly after: number; readonly page: Promise<StoredEvent[]> } | undefined;

  constructor(
    private readonly partition: number,
    private readonly log: LogReader,
  ) {}

  /** At most `limit` events after a sequence, and none past `upTo`. @throws as the log does */
  async read(after: number, upTo: number, limit: number): Promise<StoredEvent[]> {
    const { ahead } = this;
    this.ahead = undefined;
    const found = await (ahead?.after === after ? ahead.page : this.page(after, upTo, limit));
    const page = found.slice(0, Math.min(limit, upTo - after));
    const last = page.at(-1)?.sequence ?? upTo;
    if (last < upTo) {
      this.ahead = { after: last, page: this.page(last, upTo, limit) };
      // Whoever asks for it hears of it; nobody may.
      this.ahead.page.catch(() => undefined);
    }
    return page;
  }

  /** The log may be another one by now. */
  forget(): void {
    this.ahead = undefined;
  }

  private page(after: number, upTo: number, limit: number): Promise<StoredEvent[]> {
    return this.log.stored(this.partition, after, Math.min(limit, upTo - after));
  }
}
