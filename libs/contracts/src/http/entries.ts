import Type, { type Static } from 'typebox';
import {
  AccountId,
  Amount,
  Category,
  Currency,
  Description,
  HoldId,
  Metadata,
  Reference,
  Timestamp,
  TransferId,
} from '../schema/fields.js';
import { Direction } from '../events/entry-posted.js';

export const EntryResponse = Type.Object(
  {
    id: Type.String({ description: 'account:entry' }),
    entry: Type.Integer({ minimum: 1 }),
    transferId: TransferId,
    direction: Direction,
    amount: Amount,
    currency: Currency,
    posted: Type.String({ description: 'The account’s posted balance after this entry' }),
    counterparty: AccountId,
    reverses: Type.Optional(TransferId),
    holdId: Type.Optional(HoldId),
    category: Type.Optional(Category),
    reference: Type.Optional(Reference),
    description: Type.Optional(Description),
    metadata: Type.Optional(Metadata),
    occurredAt: Timestamp,
    recordedAt: Timestamp,
  },
  { $id: 'Entry' },
);
export type EntryResponse = Static<typeof EntryResponse>;

/** Newest first by entry number; `nextCursor` is absent on the last page. */
export const EntriesResponse = Type.Object(
  { entries: Type.Array(EntryResponse), nextCursor: Type.Optional(Type.String()) },
  { $id: 'Entries' },
);
export type EntriesResponse = Static<typeof EntriesResponse>;
