import type { Model, Schema } from 'mongoose';
import { formatPosition, type Position, type Positions } from '@trine/contracts';
import { ViewBehindError, type ParkedEvent } from '@trine/event-bus';
import { accountSchema, type AccountDocument } from './documents/account.js';
import { changeSchema, type ChangeDocument } from './documents/change.js';
import { declineSchema, type DeclineDocument } from './documents/decline.js';
import { entrySchema, type EntryDocument } from './documents/entry.js';
import { holdSchema, type HoldDocument } from './documents/hold.js';
import { positionSchema, type PositionDocument } from './documents/position.js';
import { reversalSchema, type ReversalDocument } from './documents/reversal.js';
import { transferSchema, type TransferDocument } from './documents/transfer.js';
import { DURABLE, updateEach, upsertAll } from './mongo/bulk.js';
import type { HistoryServer } from './mongo/server.js';

/** The name of the view, and the version of its documents: it rises when they have to be built again. */
export const HISTORY = { name: 'history', version: 2 } as const;

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
  private readonly applied: Model<PositionDocument>;

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
    this.applied = this.model('positions', positionSchema);
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
    const documents = await this.applied.find({}, { sequence: 1 }).lean();
    return new Map(documents.map(({ _id, sequence }) => [_id, sequence]));
  }

  /**
   * Never moves a position back.
   * @throws ViewBehindError when the view stands before a step: its server went back to an older state and lost what lies between
   */
  async advance(steps: readonly Step[]): Promise<void> {
    const begun = steps.filter(({ first }) => first === 1);
    await upsertAll(
      this.applied,
      begun.map(({ partition }) => ({ _id: partition, update: { $max: { sequence: 0 } } })),
    );
    const matched = await updateEach(
      this.applied,
      steps.map(({ partition, first, last, parked }) => ({
        filter: { _id: partition, sequence: { $gte: first - 1 } },
        update: { $max: { sequence: last }, ...(parked.length > 0 && { $set: parkedFields(parked) }) },
      })),
    );
    if (matched === steps.length) return;
    const begins = steps.map(({ partition, first }) => formatPosition({ partition, sequence: first }));
    throw new ViewBehindError(`The view stands before ${begins.join(' or ')}, where a batch begins`);
  }

  async parked(): Promise<ParkedEvent[]> {
    const documents = await this.applied.find({ parked: { $exists: true } }).lean();
    return documents.flatMap(({ parked }) => Object.values(parked ?? {}));
  }

  async park(parked: readonly ParkedEvent[]): Promise<void> {
    for (const each of parked)
      await this.applied.updateOne({ _id: each.partition }, { $set: parkedFields([each]) }, DURABLE);
  }

  async unpark(positions: readonly Position[]): Promise<void> {
    for (const { partition, sequence } of positions)
      await this.applied.updateOne({ _id: partition }, { $unset: { [`parked.${sequence}`]: '' } }, DURABLE);
  }

  private model<T>(collection: string, schema: Schema<T>): Model<T> {
    const name = this.copy === 0 ? collection : `${collection}_copy${this.copy}`;
    const model = this.server.connection.model<T>(name, schema, name);
    this.models.push(model);
    return model;
  }
}

function parkedFields(parked: readonly ParkedEvent[]): Record<string, ParkedEvent> {
  return Object.fromEntries(parked.map((each) => [`parked.${each.sequence}`, each]));
}
