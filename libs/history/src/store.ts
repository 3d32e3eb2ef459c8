import type { Model, Schema } from 'mongoose';
import { formatPosition, type Position, type Positions } from '@trine/contracts';
import { ViewBehindError, type ParkedEvent } from '@trine/event-bus';
import { accountSchema, type AccountDocument } from './documents/account.js';
import { changeSchema, type ChangeDocument } from './documents/change.js';
import { declineSchema, type DeclineDocument } from './documents/decline.js';
import { entrySchema, type EntryDocument } from './documents/entry.js';
import { holdSchema, type HoldDocument } from './documents/hold.js';
import { POSITIONS, positionsSchema, type PositionsDocument } from './documents/position.js';
import { reversalSchema, type ReversalDocument } from './documents/reversal.js';
import { transferSchema, type TransferDocument } from './documents/transfer.js';
import { driverCollection, DURABLE, upsertAll } from './mongo/bulk.js';
import { inTime } from './mongo/in-time.js';
import type { HistoryServer } from './mongo/server.js';

/** The name of the view, and the version of its documents: it rises when they have to be built again. */
export const HISTORY = { name: 'history', version: 4 } as const;

/** A partition's step forward: everything from `first` to `last` has been written but what is parked. */
export interface Step {
  readonly partition: number;
  readonly first: number;
  readonly last: number;
  readonly parked: readonly ParkedEvent[];
}

/** The collections of one copy of the history view, and how far they have come. */
export class HistoryStore {
  private readonly models: Pick<Model<never>, 'collection' | 'createCollection' | 'createIndexes'>[] = [];
  readonly accounts: Model<AccountDocument>;
  readonly entries: Model<EntryDocument>;
  readonly transfers: Model<TransferDocument>;
  readonly changes: Model<ChangeDocument>;
  readonly declines: Model<DeclineDocument>;
  readonly reversals: Model<ReversalDocument>;
  readonly holds: Model<HoldDocument>;
  private readonly applied: Model<PositionsDocument>;

  constructor(
    private readonly server: HistoryServer,
    private readonly copy: number,
  ) {
    this.accounts = this.model('accounts', accountSchema);
    this.entries = this.model('entries', entrySchema);
    this.transfers = this.model('transfers', transferSchema);
    this.changes = this.model('changes', changeSchema);
    this.declines = this.model('declines', declineSchema);
    this.reversals = this.model('reversals', reversalSchema);
    this.holds = this.model('holds', holdSchema);
    this.applied = this.model('positions', positionsSchema);
  }

  /** Creates what is missing of collections and indexes. */
  async migrate(): Promise<void> {
    for (const model of this.models) {
      await model.createCollection();
      await model.createIndexes();
    }
  }

  /** The positions first, so that a writer left behind finds nothing to join on to. */
  async drop(): Promise<void> {
    for (const { collection } of this.models.toReversed()) await collection.drop();
  }

  async positions(): Promise<Positions> {
    const document = await this.applied.findById(POSITIONS, { sequences: 1 }).lean();
    const sequences = Object.entries(document?.sequences ?? {});
    return new Map(sequences.map(([partition, sequence]) => [Number(partition), sequence]));
  }

  /** @throws ViewBehindError when the view stands before a step: its server went back to an older state and lost what lies between */
  async ensureJoining(steps: readonly Step[]): Promise<void> {
    const positions = await this.positions();
    const behind = steps.filter(({ partition, first }) => (positions.get(partition) ?? 0) < first - 1);
    if (behind.length > 0) throw standsBefore(behind);
  }

  /** Never moves a position back. @throws ViewBehindError as above */
  async advance(steps: readonly Step[]): Promise<void> {
    const begun = steps
      .filter(({ first }) => first === 1)
      .map(({ partition }) => [sequenceOf(partition), 0] as const);
    if (begun.length > 0)
      await upsertAll(this.applied, [{ _id: POSITIONS, update: { $max: Object.fromEntries(begun) } }]);
    const joined = steps.map(({ partition, first }) => [sequenceOf(partition), { $gte: first - 1 }] as const);
    const raised = steps.map(({ partition, last }) => [sequenceOf(partition), last] as const);
    const parked = steps.flatMap((step) => step.parked);
    const { matchedCount } = await this.update(Object.fromEntries(joined), {
      $max: Object.fromEntries(raised),
      ...(parked.length > 0 && { $set: parkedFields(parked) }),
    });
    if (matchedCount !== 1) throw standsBefore(steps);
  }

  async parked(): Promise<ParkedEvent[]> {
    const document = await this.applied.findById(POSITIONS, { parked: 1 }).lean();
    return Object.values(document?.parked ?? {}).flatMap((ofPartition) => Object.values(ofPartition));
  }

  async park(parked: readonly ParkedEvent[]): Promise<void> {
    if (parked.length > 0) await this.update({}, { $set: parkedFields(parked) });
  }

  async unpark(positions: readonly Position[]): Promise<void> {
    const gone = positions.map((position) => [parkedField(position), ''] as const);
    if (gone.length > 0) await this.update({}, { $unset: Object.fromEntries(gone) });
  }

  private update(
    filter: Record<string, unknown>,
    update: Record<string, unknown>,
  ): Promise<{ matchedCount: number }> {
    return inTime(driverCollection(this.applied).updateOne({ _id: POSITIONS, ...filter }, update, DURABLE));
  }

  private model<T>(collection: string, schema: Schema<T>): Model<T> {
    const name = this.copy === 0 ? collection : `${collection}_copy${this.copy}`;
    const model = this.server.connection.model<T>(name, schema, name);
    this.models.push(model);
    return model;
  }
}

function standsBefore(steps: readonly Step[]): ViewBehindError {
  const begins = steps.map(({ partition, first }) => formatPosition({ partition, sequence: first }));
  return new ViewBehindError(`The view stands before ${begins.join(' or ')}, where a batch begins`);
}

function sequenceOf(partition: number): string {
  return `sequences.${partition}`;
}

function parkedField({ partition, sequence }: Position): string {
  return `parked.${partition}.${sequence}`;
}

function parkedFields(parked: readonly ParkedEvent[]): Record<string, ParkedEvent> {
  return Object.fromEntries(parked.map((each) => [parkedField(each), each]));
}
