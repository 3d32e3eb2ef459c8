import type { Position, Positions, RecordedEvent } from '@trine/contracts';
import { Backoff, type Logger } from '@trine/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { LockedError, type LogReader } from '../log/log-reader.js';
import { faultOf } from '../projector/fault.js';
import { ReadModel } from '../read-model.js';
import type { ParkedEvent } from '../parked/parked-event.js';
import { CopyError, rebuildLock, type Copy, type CopyRecord, type ViewCopies } from './copies.js';
import { KnownRecord } from './known-record.js';
import { Rebuild } from './rebuild.js';

/** How often a projector looks whether a switch is over. */
const SWITCH_POLL_MS = 10;
/** A step of a switch that takes longer was left behind by a rebuild that died: many times what it should take. */
const SWITCH_LIMIT_MS = 10_000;
const REBUILD_BACKOFF = { firstMs: 500, maxMs: 10_000 };

/** The copy that was live when it was looked at last. */
interface Current {
  readonly switches: number;
  readonly logId: string;
  readonly copy: ReadModel;
  readonly connected: Promise<void>;
}

/**
 * The live copy of a view, whichever it is: what a projector writes. It keeps asking which one it is, so that it goes
 * on in the new copy after a switch, and never writes into one that was dropped. What was built of another shape or
 * from another log is left as it is, and built anew beside it.
 */
export class LiveView extends ReadModel {
  readonly name: string;
  readonly version: number;
  private readonly stopping = new AbortController();
  private readonly listeners: (() => void)[] = [];
  private readonly backoff = new Backoff(REBUILD_BACKOFF);
  private readonly known = new KnownRecord(() => this.copies.recordFor(() => this.log.logId()));
  private current: Current | undefined;
  private rebuilding: Promise<void> | undefined;
  private tidying: Promise<void> = Promise.resolve();
  private currentLogId: string | undefined;

  constructor(
    private readonly copies: ViewCopies,
    private readonly log: LogReader,
    private readonly logger: Logger,
  ) {
    super();
    this.name = copies.name;
    this.version = copies.version;
  }

  override get logId(): string | undefined {
    return this.current?.logId;
  }

  async connect(): Promise<void> {
    await this.copies.connect();
    await this.askLog();
    await this.copyOf(await this.record());
  }

  async positions(): Promise<Positions> {
    const asked = this.askLog();
    if (this.currentLogId === undefined) await asked;
    return (await this.copyOf(await this.record())).positions();
  }

  async apply(
    partition: number,
    events: readonly RecordedEvent[],
    parked: readonly ParkedEvent[] = [],
  ): Promise<void> {
    const copy = await this.writable();
    await copy.apply(partition, events, parked);
  }

  async parked(): Promise<ParkedEvent[]> {
    return (await this.copyOf(await this.record())).parked();
  }

  async park(parked: readonly ParkedEvent[]): Promise<void> {
    await (await this.writable()).park(parked);
  }

  async unpark(positions: readonly Position[]): Promise<void> {
    await (await this.writable()).unpark(positions);
  }

  /** What is said of the copies passes too: no event is at fault. */
  isOutage(error: unknown): boolean {
    return error instanceof CopyError || (this.current?.copy.isOutage(error) ?? true);
  }

  onConnectionLost(listener: () => void): void {
    this.listeners.push(listener);
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.rebuilding;
    await this.tidying;
    await this.current?.copy.close();
    await this.copies.close();
  }

  /** Which log it is matters after a restore: that it cannot be asked now keeps nobody from applying. */
  private async askLog(): Promise<void> {
    this.currentLogId = await this.log.logId().catch(() => this.currentLogId);
  }

  private async record(): Promise<CopyRecord> {
    return this.sound(await this.known.ask());
  }

  /** @throws CopyError when it is of a copy that this projector must not write */
  private sound(record: CopyRecord): CopyRecord {
    const fault = this.faultIn(record);
    if (fault === undefined) return record;
    if (record.live.version <= this.version) this.rebuild();
    throw new CopyError(fault);
  }

  private faultIn({ live }: CopyRecord): string | undefined {
    if (live.version > this.version)
      return `The view is of version ${live.version} by now, this projector of version ${this.version}`;
    if (live.version < this.version)
      return `The view is of version ${live.version}; it is being rebuilt for version ${this.version}`;
    const { currentLogId: logId } = this;
    if (logId !== undefined && live.logId !== logId)
      return `The view was built from another log (${live.logId}) than this one (${logId}); it is being rebuilt`;
    return undefined;
  }

  /** What was worked out for one copy is not for another: after a switch the caller has to begin anew. */
  private async writable(): Promise<ReadModel> {
    const before = this.current?.switches;
    const record = await this.settled();
    const copy = await this.copyOf(record);
    if (record.switches !== before) throw new CopyError(`The ${this.name} view was switched to another copy`);
    return copy;
  }

  /** The record once nothing is being switched. */
  private async settled(): Promise<CopyRecord> {
    for (let since = performance.now(), revision = 0; ;) {
      const record = this.sound(await this.known.recent());
      if (!record.switching) return record;
      if (record.revision !== revision) [since, revision] = [performance.now(), record.revision];
      if (this.stopping.signal.aborted) throw new CopyError('Told to stop');
      if (performance.now() - since > SWITCH_LIMIT_MS) await this.endSwitch(record);
      await sleep(SWITCH_POLL_MS);
    }
  }

  /** Only when the rebuild is gone: one that was frozen may still be giving tables their names. */
  private async endSwitch(record: CopyRecord): Promise<void> {
    try {
      await this.log.exclusively(rebuildLock(this.name), async () => {
        await this.copies.change(record, { switching: false });
      });
    } catch (error) {
      if (!(error instanceof LockedError)) throw error;
    }
  }

  private async copyOf({ live, switches }: CopyRecord): Promise<ReadModel> {
    if (this.current?.switches !== switches) this.follow(live, switches);
    const { copy, connected } = this.current!;
    await connected;
    return copy;
  }

  /** What was known of the copy before is of no use in the new one. */
  private follow({ number, logId }: Copy, switches: number): void {
    const before = this.current;
    const copy = this.copies.open(number);
    copy.onConnectionLost(() => this.tellLost());
    const current = { switches, logId, copy, connected: copy.connect() };
    this.current = current;
    current.connected.catch(async () => {
      if (this.current === current) this.current = undefined;
      await copy.close().catch(() => undefined);
    });
    if (before === undefined) return;
    this.tellLost();
    void before.copy.close().catch(() => undefined);
  }

  private tellLost(): void {
    this.listeners.forEach((listener) => listener());
  }

  private rebuild(): void {
    if (this.stopping.signal.aborted) return;
    this.rebuilding ??= this.tryRebuild().finally(() => (this.rebuilding = undefined));
  }

  private async tryRebuild(): Promise<void> {
    const { copies, log, logger } = this;
    const { signal: stopping } = this.stopping;
    try {
      logger.info({ view: this.name }, 'the view is being rebuilt');
      const rebuild = new Rebuild({ copies, log, stopping });
      await rebuild.run();
      logger.info({ view: this.name }, 'the view was rebuilt');
      this.backoff.reset();
      this.tidying = Promise.all([this.tidying, this.tidyAfter(rebuild)]).then(() => undefined);
    } catch (error) {
      logger.warn(faultOf(error), 'the view could not be rebuilt yet');
      await this.backoff.wait(stopping);
    }
  }

  /** What it leaves for now, the next rebuild drops. */
  private async tidyAfter(rebuild: Rebuild): Promise<void> {
    try {
      await rebuild.tidy();
    } catch (error) {
      if (!this.stopping.signal.aborted)
        this.logger.warn(faultOf(error), 'the copy before could not be dropped yet');
    }
  }
}
