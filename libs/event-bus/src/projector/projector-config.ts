import { appConfigFields, storeConfigFields } from '@trine/platform';
import Type from 'typebox';

/** What every projector app reads, besides where its own store is. */
export const projectorConfigFields = (port: number) => ({
  ...appConfigFields(port),
  ...storeConfigFields.postgresReader,
  ...storeConfigFields.kafka,
  TRINE_CONSUMER_GROUP: Type.String({ default: 'trine', description: 'Prefix of the consumer group' }),
});
