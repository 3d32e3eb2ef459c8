import Type, { type Static } from 'typebox';
import { Amount, Category, Currency, Timestamp } from '../schema/fields.js';

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
