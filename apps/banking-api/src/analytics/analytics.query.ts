import { Currency, Timestamp, VolumeInterval } from '@trine/contracts';
import Type from 'typebox';

const range = {
  from: Type.Optional(Type.String({ ...Timestamp, description: 'Occurred at or after' })),
  to: Type.Optional(Type.String({ ...Timestamp, description: 'Occurred before' })),
  currency: Type.Optional(Currency),
  cursor: Type.Optional(Type.String({ maxLength: 400, description: 'nextCursor of the page before' })),
};

export const CategoriesQuery = Type.Object(range, { additionalProperties: false });
export const VolumeQuery = Type.Object(
  { ...range, interval: Type.Optional(VolumeInterval) },
  { additionalProperties: false },
);
