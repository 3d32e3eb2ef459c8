import type { CopyRecord } from '@trine/event-bus';
import type { mongo } from 'mongoose';
import { DURABLE } from './bulk.js';
import { isDuplicate } from './outage.js';
import type { HistoryServer } from './server.js';

const ID = 'history';

type RecordDocument = CopyRecord & { readonly _id: string };

/** The view's record of its copies: one document. */
export class CopyRecords {
  constructor(private readonly server: HistoryServer) {}

  async read(): Promise<CopyRecord | undefined> {
    const document = await this.collection<RecordDocument>('copies').findOne({ _id: ID });
    if (document === null) return undefined;
    const { _id, ...record } = document;
    return record;
  }

  async write(record: CopyRecord): Promise<boolean> {
    const copies = this.collection<RecordDocument>('copies');
    if (record.revision === 1) return inserted(copies.insertOne({ _id: ID, ...record }, DURABLE));
    const before = { _id: ID, revision: record.revision - 1 };
    const { matchedCount } = await copies.replaceOne(before, record, DURABLE);
    return matchedCount === 1;
  }

  /** The version that was noted before there were copies. */
  async versionBefore(): Promise<number | undefined> {
    const shape = await this.collection<{ _id: string; version: number }>('shape').findOne({ _id: ID });
    return shape?.version;
  }

  private collection<T extends { _id: string }>(name: string): mongo.Collection<T> {
    return this.server.connection.collection<T>(name);
  }
}

async function inserted(insert: Promise<unknown>): Promise<boolean> {
  try {
    await insert;
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}
