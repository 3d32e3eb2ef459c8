import type { ReadModel } from '../read-model.js';

/** A copy of a view: of which shape, and built from which log. */
export interface Copy {
  /** Part of the names of what it keeps; 0 has the plain names. Never given twice. */
  readonly number: number;
  readonly version: number;
  readonly logId: string;
}

/** What a view's own store says of its copies. */
export interface CopyRecord {
  /** Rises by one with each change, so that of two who change it at once only one does. */
  readonly revision: number;
  /** How often readers were switched to another copy. */
  readonly switches: number;
  /** The one that readers read and projectors write. */
  readonly live: Copy;
  /** The one that a rebuild fills, finished or not. */
  readonly next?: Copy;
  /** Once projectors have heard of it no application begins: the next copy comes level with the live one. */
  readonly switching: boolean;
  /** Numbers of copies to be dropped. */
  readonly garbage: readonly number[];
}

/** The name under which whoever rebuilds a view works alone. */
export const rebuildLock = (view: string) => `rebuild ${view}`;

/** What cannot be done now because of how a view's copies stand; no event is at fault. */
export class CopyError extends Error {
  override readonly name: string = 'CopyError';
}

/** Someone else changed a view's record of its copies meanwhile. */
export class CopiesChangedError extends CopyError {
  override readonly name = 'CopiesChangedError';
  constructor(view: string) {
    super(`The copies of the ${view} view were changed by someone else`);
  }
}

/** A view's store, as a place of copies. */
export abstract class ViewCopies {
  abstract readonly name: string;
  /** The version that this code writes. */
  abstract readonly version: number;

  abstract connect(): Promise<void>;
  abstract record(): Promise<CopyRecord | undefined>;
  /** Stores the record if the stored one is of the revision before (0 is none); false if not. */
  abstract write(record: CopyRecord): Promise<boolean>;
  /** The writer of one copy, over connections of its own. */
  abstract open(number: number): ReadModel;
  /** Drops what a copy keeps; may be repeated. */
  abstract drop(number: number): Promise<void>;
  abstract close(): Promise<void>;

  /** Connected to the copy that is live at the moment; to be closed by whoever asked. */
  async openLive(): Promise<ReadModel> {
    await this.connect();
    const live = this.open((await this.record())?.live.number ?? 0);
    await live.connect();
    return live;
  }

  /** The version of what is there before there is a record. */
  foundVersion(): Promise<number> {
    return Promise.resolve(this.version);
  }

  /** Makes the next copy the live one, in one step for readers; whoever dies in between leaves the live one whole. */
  async promote(record: CopyRecord): Promise<CopyRecord> {
    const { next, ...rest } = record;
    if (next === undefined) throw new Error(`The ${this.name} view has no copy to switch to`);
    const garbage = [...record.garbage, record.live.number];
    return this.change(rest, { live: next, switches: record.switches + 1, switching: false, garbage });
  }

  /** @throws CopiesChangedError */
  async change(record: CopyRecord, fields: Partial<CopyRecord>): Promise<CopyRecord> {
    const changed = { ...record, ...fields, revision: record.revision + 1 };
    if (!(await this.write(changed))) throw new CopiesChangedError(this.name);
    return changed;
  }

  /** The record; where there is none yet, what is there counts as built from this log. */
  async recordFor(logId: () => Promise<string>): Promise<CopyRecord> {
    const found = await this.record();
    if (found !== undefined) return found;
    const live = { number: 0, version: await this.foundVersion(), logId: await logId() };
    await this.write({ revision: 1, switches: 0, live, switching: false, garbage: [] });
    return (await this.record()) ?? this.recordFor(logId);
  }
}
