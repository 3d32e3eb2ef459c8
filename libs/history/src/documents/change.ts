import { Schema } from 'mongoose';
import type { RecordedEvent } from '@trine/contracts';
import { keepStanding, standingFields, type StandingFields } from './standing.js';

/**
 * How an event that is no entry left its account: opened, frozen, limited, held, declined. `_id` is `account:version`.
 * Together with the entries they tell every balance that an account ever had.
 */
export interface ChangeDocument extends StandingFields {
  _id: string;
  accountId: string;
  type: string;
  currency: string;
  recordedAt: Date;
}

export const changeSchema = new Schema<ChangeDocument>(
  { _id: String, accountId: String, type: String, ...standingFields, currency: String, recordedAt: Date },
  { id: false, versionKey: false, autoCreate: false, autoIndex: false },
).index({ accountId: 1, recordedAt: 1, version: 1 });

export function changeDocument({ type, data, recordedAt }: RecordedEvent): ChangeDocument {
  const { accountId, version, currency } = data;
  const standing = keepStanding(data);
  return {
    _id: `${accountId}:${version}`,
    accountId,
    type,
    ...standing,
    currency,
    recordedAt: new Date(recordedAt),
  };
}
