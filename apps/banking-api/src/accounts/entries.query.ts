import { Direction, PositiveAmount, Timestamp } from '@trine/contracts';
import { DEFAULT_ENTRIES_LIMIT, MAX_ENTRIES_LIMIT } from '@trine/history';
import Type from 'typebox';

/** Longer texts than an entry can hold find nothing. */
const MAX_SEARCH = 100;

export const EntriesQuery = Type.Object(
  {
    from: Type.Optional(Type.String({ ...Timestamp, description: 'Occurred at or after' })),
    to: Type.Optional(Type.String({ ...Timestamp, description: 'Occurred before' })),
    direction: Type.Optional(Type.Union(Direction.anyOf, { description: 'Only debits, or only credits' })),
    category: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Exactly this one' })),
    minAmount: Type.Optional(Type.String({ ...PositiveAmount, description: 'Of this amount or more' })),
    maxAmount: Type.Optional(Type.String({ ...PositiveAmount, description: 'Of this amount or less' })),
    q: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: MAX_SEARCH,
        description: 'Part of the reference or the description',
      }),
    ),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MAX_ENTRIES_LIMIT,
        default: DEFAULT_ENTRIES_LIMIT,
        description: 'Entries on a page',
      }),
    ),
    cursor: Type.Optional(Type.String({ maxLength: 200, description: 'nextCursor of the page before' })),
  },
  { additionalProperties: false },
);
