import { Timestamp } from '@trine/contracts';
import Type from 'typebox';

export const DEFAULT_ACCOUNTS_LIMIT = 50;
const MAX_ACCOUNTS_LIMIT = 200;

export const AccountsQuery = Type.Object(
  {
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MAX_ACCOUNTS_LIMIT,
        default: DEFAULT_ACCOUNTS_LIMIT,
        description: 'Accounts on a page',
      }),
    ),
    cursor: Type.Optional(Type.String({ maxLength: 200, description: 'nextCursor of the page before' })),
  },
  { additionalProperties: false },
);

export const BalanceQuery = Type.Object(
  {
    at: Type.Optional(
      Type.String({ ...Timestamp, description: 'As recorded at that time; as it is now when absent' }),
    ),
  },
  { additionalProperties: false },
);
