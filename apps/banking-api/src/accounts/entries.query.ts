import { Direction, PositiveAmount, Timestamp } from '@trine/contracts';
import { DEFAULT_ENTRIES_LIMIT, MAX_ENTRIES_LIMIT } from '@trine/history';
import Type from 'typebox';

/** Longer texts than an entry can hold find nothing. */
const MAX_SEARCH = 100;

export const EntriesQuery = Type.Object(
  {
    from: Type.Optional(Type.String({ ...Timestamp, description: 'Occurred at or after' })),
    to: Type.Optional(Type.String({ ...Timestamp, description: 'Occurred before' })),
    direction: Type.Optional(Direction),
    category: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    minAmount: Type.Optional(PositiveAmount),
    maxAmount: Type.Optional(PositiveAmount),
    q: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: MAX_SEARCH,
        description: 'Part of the reference or the description',
      }),
    ),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: MAX_ENTRIES_LIMIT, default: DEFAULT_ENTRIES_LIMIT }),
    ),
    cursor: Type.Optional(Type.String({ maxLength: 200, description: 'nextCursor of the page before' })),
  },
  { additionalProperties: false },
);
