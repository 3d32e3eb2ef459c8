import { createConnection, type Connection, type Model, type Schema } from 'mongoose';
import type { Position, Positions } from '@trine/contracts';
import { ViewBehindError, type ParkedEvent } from '@trine/event-bus';
import { accountSchema, type AccountDocument } from './documents/account.js';
import { changeSchema, type ChangeDocument } from './documents/change.js';
import { declineSchema, type DeclineDocument } from './documents/decline.js';
import { entrySchema, type EntryDocument } from './documents/entry.js';
import { holdSchema, type HoldDocument } from './documents/hold.js';
import { positionSchema, type PositionDocument } from './documents/position.js';
import { reversalSchema, type ReversalDocument } from './documents/reversal.js';
import { shapeSchema, type ShapeDocument } from './documents/shape.js';
import { transferSchema, type TransferDocument } from './documents/transfer.js';
import { connectionOptions, onServerLost } from './mongo/connection.js';
import { DURABLE, upsertAll } from './mongo/bulk.js';

/** The name of the view, and the version of its documents: it rises when they have to be built again. */
export const HISTORY = { name: 'history', version: 2 } as const;

export interface HistoryConfig {
  /** `mongodb://host:port/database?options` */
  readonly url: string;
}

/** Sequences of a batch. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** The collections of the history view over one pool of connections, and how far they have come. */
export class HistoryStore {
  private readonly connection: Connection = createConnection();
  readonly accounts = this.model<AccountDocument>('accounts', accountSchema);
  readonly entries = this.model<EntryDocument>('entries', entrySchema);
  readonly transfers = this.model<TransferDocument>('transfers', transferSchema);
  readonly changes = this.model<ChangeDocument>('changes', changeSchema);
  readonly declines = this.model<DeclineDocument>('declines', declineSchema);
  readonly reversals = this.model<ReversalDocument>('reversals', reversalSchema);
  readonly holds = this.model<HoldDocument>('holds', holdSchema);
  private readonly applied = this.model<PositionDocument>('positions', positionSchema);
  private readonly shape = this.model<ShapeDocument>('shape', shapeSchema);
  private opening: Promise<unknown> | undefined;

  constructor(private readonly config: HistoryConfig) {}

  /** Connects unless it is connected already; from then on the driver finds a lost server again by itself. */
  async open(): Promise<void> {
    this.opening ??= this.connection.openUri(this.config.url, connectionOptions);
    try {
      await this.opening;
    } catch (error) {
      this.opening = undefined;
      throw error;
    }
  }

  /** Creates what is missing of collections and indexes. What is of another version goes: the log fills it anew. */
  async migrate(): Promise<void> {
    const shape = await this.shape.findById('history').lean();
    if (shape?.version !== HISTORY.version) {
      for (const model of Object.values(this.connection.models)) await model.collection.drop();
    }
    for (const model of Object.values(this.connection.models)) {
      await model.createCollection();
      await model.createIndexes();
    }
    await upsertAll(this.shape, [{ _id: 'history', update: { $set: { version: HISTORY.version } } }]);
  }

  async positions(): Promise<Positions> {
    const documents = await this.applied.find({}, { sequence: 1 }).lean();
    return new Map(documents.map(({ _id, sequence }) => [_id, sequence]));
  }

  /**
   * To be called when everything from `first` to `last` has been written but what is parked; never moves a position
   * back.
   * @throws ViewBehindError when the view stands before `first`: its server went back to an older state and lost what lies between
   */
  async advance(partition: number, { first, last }: Range, parked: readonly ParkedEvent[]): Promise<void> {
    const joins = { _id: partition, sequence: { $gte: first - 1 } };
    if (first === 1) await upsertAll(this.applied, [{ _id: partition, update: { $max: { sequence: 0 } } }]);
    const update = { $max: { sequence: last }, ...(parked.length > 0 && { $set: parkedFields(parked) }) };
    const { matchedCount } = await this.applied.updateOne(joins, update, DURABLE);
    if (matchedCount === 0)
      throw new ViewBehindError(`The view stands before ${partition}:${first}, where the batch begins`);
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

  onConnectionLost(listener: () => void): void {
    onServerLost(this.connection, listener);
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  private model<T>(collection: string, schema: Schema<T>): Model<T> {
    return this.connection.model<T>(collection, schema, collection);
  }
}

function parkedFields(parked: readonly ParkedEvent[]): Record<string, ParkedEvent> {
  return Object.fromEntries(parked.map((each) => [`parked.${each.sequence}`, each]));
}
