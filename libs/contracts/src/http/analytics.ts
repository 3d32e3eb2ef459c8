import Type, { type Static } from 'typebox';
import { DeclineReason } from '../events/transfer-declined.js';
import { AccountId, Amount, Category, Currency, Timestamp } from '../schema/fields.js';

export const VolumeInterval = Type.Union([
  Type.Literal('hour'),
  Type.Literal('day'),
  Type.Literal('week'),
  Type.Literal('month'),
]);
export type VolumeInterval = Static<typeof VolumeInterval>;

const counted = {
  currency: Currency,
  transfers: Type.Integer({
    minimum: 0,
    description: 'Transfers, each counted in the currency of its first leg',
  }),
  amount: Amount,
};

/** In order of time, then currency. `start` is the beginning of the hour, day, week (Monday) or month in UTC. */
export const VolumeResponse = Type.Object(
  {
    buckets: Type.Array(Type.Object({ start: Timestamp, ...counted })),
    nextCursor: Type.Optional(Type.String()),
  },
  { $id: 'Volume' },
);
export type VolumeResponse = Static<typeof VolumeResponse>;

/** In order of category, then currency; null stands for transfers without a category. */
export const CategoriesResponse = Type.Object(
  {
    categories: Type.Array(Type.Object({ category: Type.Union([Category, Type.Null()]), ...counted })),
    nextCursor: Type.Optional(Type.String()),
  },
  { $id: 'Categories' },
);
export type CategoriesResponse = Static<typeof CategoriesResponse>;

/** In order of time, then reason, then currency. */
export const DeclinesResponse = Type.Object(
  {
    buckets: Type.Array(
      Type.Object({
        start: Timestamp,
        reason: DeclineReason,
        currency: Currency,
        declines: Type.Integer({ minimum: 0 }),
        amount: Amount,
      }),
    ),
    nextCursor: Type.Optional(Type.String()),
  },
  { $id: 'Declines' },
);
export type DeclinesResponse = Static<typeof DeclinesResponse>;

/** Money that reached an account (`in`), left it (`out`), and the difference (`net`). */
const flowFields = { currency: Currency, in: Amount, out: Amount, net: Amount };

export const FlowDirection = Type.Union([Type.Literal('in'), Type.Literal('out')]);
export type FlowDirection = Static<typeof FlowDirection>;

/** Largest first by the flow that was asked for; of one currency, since amounts of several cannot be ranked. */
export const TopAccountsResponse = Type.Object(
  {
    accounts: Type.Array(
      Type.Object({ accountId: AccountId, entries: Type.Integer({ minimum: 0 }), ...flowFields }),
    ),
  },
  { $id: 'TopAccounts' },
);
export type TopAccountsResponse = Static<typeof TopAccountsResponse>;

/** Of one account by currency, or of the whole ledger, where every currency's net is zero. */
export const FlowsResponse = Type.Object({ flows: Type.Array(Type.Object(flowFields)) }, { $id: 'Flows' });
export type FlowsResponse = Static<typeof FlowsResponse>;
