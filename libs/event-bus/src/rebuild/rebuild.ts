import type { Positions } from '@trine/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogReader } from '../log/log-reader.js';
import { CopyFiller } from './copy-filler.js';
import type { Copy, CopyRecord, ViewCopies } from './copies.js';

/** Events that the next copy may be behind when the live one is halted for it: a fraction of a second's work. */
const CLOSE = 2_000;
/** Longest that projectors stand still for a try to switch; they wait for a multiple of it before they go on. */
const SWITCH_MS = 1_000;
/** Readers hold to a copy for much less than this, but for a long statement that is being read. */
const GRACE_MS = 60_000;

export interface RebuildOptions {
  readonly copies: ViewCopies;
  readonly log: LogReader;
  readonly stopping?: AbortSignal;
  /** Called now and then: events in the next copy, events in the log. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Called when readers have the new copy; the old one is dropped after the grace time. */
  readonly onSwitched?: () => void;
  /** How long the old copy stays after the switch. */
  readonly graceMs?: number;
}

/**
 * Builds a view anew from the log beside the live copy, and switches over to it. Whatever ends it leaves a live copy
 * serving; begun again, it goes on where it was.
 */
export class Rebuild {
  private readonly stopping: AbortSignal;

  constructor(private readonly options: RebuildOptions) {
    this.stopping = options.stopping ?? new AbortController().signal;
  }

  /** @throws LockedError when another one is at it, CopiesChangedError */
  async run(): Promise<void> {
    const { copies, log } = this.options;
    await copies.connect();
    await log.exclusively(`rebuild ${copies.name}`, (lost) =>
      this.alone(AbortSignal.any([lost, this.stopping])),
    );
  }

  private async alone(stopping: AbortSignal): Promise<void> {
    const { copies, log, graceMs = GRACE_MS } = this.options;
    const logId = await log.logId();
    const begun = await this.begin(await copies.recordFor(() => log.logId()), logId);
    const filler = new CopyFiller(copies.open(begun.next.number), log);
    try {
      await filler.connect();
      await this.fillAndSwitch(begun, filler, stopping);
    } finally {
      await filler.close();
    }
    this.options.onSwitched?.();
    await sleep(graceMs, undefined, { signal: stopping });
    await this.dropGarbage();
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

  private async fillAndSwitch(begun: CopyRecord, filler: CopyFiller, stopping: AbortSignal): Promise<void> {
    for (let record = begun; ;) {
      const heads = await this.options.log.heads();
      const behind = await filler.behind(heads);
      await this.fill(filler, heads, stopping);
      if (behind > CLOSE) continue;
      const switched = await this.switchOver(record, filler, stopping);
      if (switched.next === undefined) return;
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
   * Every application asks for the record before it begins, so what is on its way when the heads are read, is below
   * them: nothing that a reader may have seen in the live copy is missing in the next one. Out of time, projectors
   * go on, and the record is as before.
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
      await this.fill(filler, await log.heads(), AbortSignal.any([outOfTime, stopping]));
    } catch (error) {
      const going = await copies.change(halted, { switching: false });
      if (outOfTime.aborted && !stopping.aborted) return going;
      throw error;
    }
    if ((await log.logId()) !== halted.next?.logId)
      throw new Error('The log was restored meanwhile: begin again');
    return copies.promote(halted);
  }

  private async dropGarbage(): Promise<void> {
    const { copies } = this.options;
    const record = await copies.record();
    if (record === undefined) return;
    for (const number of record.garbage) await copies.drop(number);
    await copies.change(record, { garbage: [] });
  }
}

function sumOf(positions: Positions): number {
  return [...positions.values()].reduce((sum, each) => sum + each, 0);
}
