import { AccountId, Currency, FlowDirection, Timestamp, VolumeInterval } from '@trine/contracts';
import Type from 'typebox';

export const DEFAULT_TOP_ACCOUNTS = 10;
const MAX_TOP_ACCOUNTS = 100;

const times = {
  from: Type.Optional(Type.String({ ...Timestamp, description: 'Occurred at or after' })),
  to: Type.Optional(Type.String({ ...Timestamp, description: 'Occurred before' })),
};

const range = { ...times, currency: Type.Optional(Currency) };

const pages = {
  cursor: Type.Optional(Type.String({ maxLength: 400, description: 'nextCursor of the page before' })),
};

const interval = {
  interval: Type.Optional(
    Type.Union(VolumeInterval.anyOf, { default: 'day', description: 'How long each bucket is' }),
  ),
};

export const CategoriesQuery = Type.Object({ ...range, ...pages }, { additionalProperties: false });
export const VolumeQuery = Type.Object({ ...range, ...pages, ...interval }, { additionalProperties: false });
export const DeclinesQuery = VolumeQuery;

export const TopAccountsQuery = Type.Object(
  {
    ...times,
    currency: Currency,
    by: Type.Optional(Type.Union(FlowDirection.anyOf, { default: 'in', description: 'The flow to rank by' })),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MAX_TOP_ACCOUNTS,
        default: DEFAULT_TOP_ACCOUNTS,
        description: 'Accounts in the answer',
      }),
    ),
  },
  { additionalProperties: false },
);

export const FlowsQuery = Type.Object(
  {
    ...range,
    accountId: Type.Optional(
      Type.String({ ...AccountId, description: 'Of this account; of the whole ledger when absent' }),
    ),
  },
  { additionalProperties: false },
);
