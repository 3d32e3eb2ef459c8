import { appConfigFields, storeConfigFields } from '@trine/platform';
import Type, { type Static } from 'typebox';

export const PaymentsConfig = Type.Object({
  ...appConfigFields(3001),
  ...storeConfigFields.postgres,
  ...storeConfigFields.kafka,
  TRINE_IDEMPOTENCY_DAYS: Type.Integer({
    default: 7,
    minimum: 1,
    maximum: 3_650,
    description: 'How long the answer under an Idempotency-Key is kept; then the key may be used anew',
  }),
  TRINE_RELAY: Type.Boolean({ default: true, description: 'Whether this process publishes to the bus' }),
});
export type PaymentsConfig = Static<typeof PaymentsConfig>;

export const MigrateConfig = Type.Object({
  ...storeConfigFields.postgres,
  ...storeConfigFields.postgresReader,
  ...storeConfigFields.kafka,
});
