import { appConfigFields, storeConfigFields } from '@trine/platform';
import Type, { type Static } from 'typebox';

export const BankingApiConfig = Type.Object({
  ...appConfigFields(3000),
  ...storeConfigFields.postgresReader,
  ...storeConfigFields.redis,
  ...storeConfigFields.mongodb,
  ...storeConfigFields.clickhouse,
  TRINE_PAYMENTS_URL: Type.String({
    default: 'http://127.0.0.1:3001',
    description: 'Where commands are decided',
  }),
});
export type BankingApiConfig = Static<typeof BankingApiConfig>;
