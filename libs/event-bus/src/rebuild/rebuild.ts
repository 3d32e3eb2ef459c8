import type { Positions } from '@trine/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { LockedError, type LogReader } from '../log/log-reader.js';
import { CopyFiller } from './copy-filler.js';
import { rebuildLock, type Copy, type CopyRecord, type ViewCopies } from './copies.js';
import { HALT_MS } from './known-record.js';

/** Events that the next copy may be behind when the live one is halted for it: a fraction of a second's work. */
const CLOSE = 2_000;
/** Longest that projectors stand still for a try to switch; they wait for a multiple of it before they go on. */
const SWITCH_MS = 1_200;
/** Readers hold to a copy for much less than this, but for a long statement that is being read. */
const GRACE_MS = 60_000;

export interface RebuildOptions {
  readonly copies: ViewCopies;
  readonly log: LogReader;
  readonly stopping?: AbortSignal;
  /** Called now and then: events in the next copy, events in the log. */
  readonly onProgress?: (done: number, total: number) => void;
  /** How long the old copy stays after the switch. */
  readonly graceMs?: number;
}

/**
 * Builds a view anew from the log beside the live copy, and switches over to it. Whatever ends it leaves a live copy
 * serving; begun again, it goes on where it was.
 */
export class Rebuild {
  private readonly stopping: AbortSignal;
  /** What readers were switched from. */
  private left: readonly number[] = [];

  constructor(private readonly options: RebuildOptions) {
    this.stopping = options.stopping ?? new AbortController().signal;
  }

  /**
   * Resolves when readers have the new copy.
   * @throws LockedError when another one is at it, CopiesChangedError
   */
  async run(): Promise<void> {
    const { copies } = this.options;
    await copies.connect();
    await this.exclusively((stopping) => this.alone(stopping));
  }

  /**
   * After `run`: drops what readers have left, when the grace time is over. Another rebuild may have begun meanwhile,
   * and then does this too when it is done.
   */
  async tidy(): Promise<void> {
    await sleep(this.options.graceMs ?? GRACE_MS, undefined, { signal: this.stopping });
    try {
      await this.exclusively(() => this.drop(this.left));
    } catch (error) {
      if (!(error instanceof LockedError)) throw error;
    }
  }

  private async exclusively(work: (stopping: AbortSignal) => Promise<void>): Promise<void> {
    const { copies, log } = this.options;
    await log.exclusively(rebuildLock(copies.name), (lost) => work(AbortSignal.any([lost, this.stopping])));
  }

  private async alone(stopping: AbortSignal): Promise<void> {
    const { copies, log } = this.options;
    const logId = await log.logId();
    const begun = await this.begin(await copies.recordFor(() => log.logId()), logId);
    const filler = new CopyFiller(copies.open(begun.next.number), log);
    try {
      await filler.connect();
      this.left = (await this.fillAndSwitch(begun, filler, stopping)).garbage;
    } finally {
      await filler.close();
    }
  }

  /** Goes on with an unfinished copy if it is what is wanted. */
  private async begin(record: CopyRecord, logId: string): Promise<CopyRecord & { next: Copy }> {
    const { copies } = this.options;
    const { next } = record;
    if (next?.version === copies.version && next.logId === logId) return { ...record, next };
    const fresh = { number: record.revision + 1, version: copies.version, logId };
    const garbage = next === undefined ? record.garbage : [...record.garbage, next.number];
    return { ...(await copies.change(record, { next: fresh, garbage, switching: false })), next: fresh };
  }

  private async fillAndSwitch(
    begun: CopyRecord,
    filler: CopyFiller,
    stopping: AbortSignal,
  ): Promise<CopyRecord> {
    for (let record = begun; ;) {
      const heads = await this.options.log.heads();
      const behind = await filler.behind(heads);
      await this.fill(filler, heads, stopping);
      if (behind > CLOSE) continue;
      const switched = await this.switchOver(record, filler, stopping);
      if (switched.next === undefined) return switched;
      record = switched;
    }
  }

  private async fill(filler: CopyFiller, heads: Positions, stopping: AbortSignal): Promise<void> {
    const total = sumOf(heads);
    const report = () => this.options.onProgress?.(filler.done, total);
    const timer = setInterval(report, 200);
    try {
      await filler.fill(heads, stopping);
    } finally {
      clearInterval(timer);
      report();
    }
  }

  /**
   * Projectors go by the record of before for a moment; when the heads are read none does any more, so what is on its
   * way then is below them: nothing that a reader may have seen in the live copy is missing in the next one. Out of
   * time, projectors go on, and the record is as before.
   */
  private async switchOver(
    record: CopyRecord,
    filler: CopyFiller,
    stopping: AbortSignal,
  ): Promise<CopyRecord> {
    const { copies, log } = this.options;
    const halted = await copies.change(record, { switching: true });
    const outOfTime = AbortSignal.timeout(SWITCH_MS);
    try {
      await sleep(HALT_MS, undefined, { signal: stopping });
      await this.fill(filler, await log.heads(), AbortSignal.any([outOfTime, stopping]));
      if ((await log.logId()) !== halted.next?.logId)
        throw new Error('The log was restored meanwhile: begin again');
      stopping.throwIfAborted();
    } catch (error) {
      const going = await copies.change(halted, { switching: false });
      if (outOfTime.aborted && !stopping.aborted) return going;
      // Why it was to stop says more than that it was.
      stopping.throwIfAborted();
      throw error;
    }
    return copies.promote(halted);
  }

  /** Only what the record calls garbage still: the store may have been flushed, or have gone back, meanwhile. */
  private async drop(numbers: readonly number[]): Promise<void> {
    const { copies } = this.options;
    const record = await copies.record();
    const dropped = record?.garbage.filter((number) => numbers.includes(number)) ?? [];
    if (record === undefined || dropped.length === 0) return;
    for (const number of dropped) await copies.drop(number);
    await copies.change(record, { garbage: record.garbage.filter((number) => !dropped.includes(number)) });
  }
}

function sumOf(positions: Positions): number {
  return [...positions.values()].reduce((sum, each) => sum + each, 0);
}
