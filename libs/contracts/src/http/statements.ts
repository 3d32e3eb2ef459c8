import Type, { type Static } from 'typebox';
import { AccountId, Amount, Currency, Timestamp } from '../schema/fields.js';
import { EntryResponse } from './entries.js';

/** What occurred on an account in one month (UTC), oldest first by occurredAt, then entry number. */
export const StatementResponse = Type.Object(
  {
    accountId: AccountId,
    currency: Currency,
    month: Type.String({
      pattern: '^[0-9]{4}-[0-9]{2}$',
      description: 'Month of occurredAt in UTC',
      examples: ['1993-03'],
    }),
    from: Timestamp,
    to: Type.String({ ...Timestamp, description: 'The first moment after the month' }),
    opening: Type.String({ ...Amount, description: 'The sum of what occurred before the month' }),
    closing: Type.String({ ...Amount, description: 'Opening and the month’s entries together' }),
    entries: Type.Array(EntryResponse),
  },
  { $id: 'Statement' },
);
export type StatementResponse = Static<typeof StatementResponse>;
