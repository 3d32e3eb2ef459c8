import { loadConfig, storeConfigFields } from '@trine/platform/config';
import Type, { type Static } from 'typebox';

export const configSchema = Type.Object({
  TRINE_API_URL: Type.String({ default: 'http://127.0.0.1:3000' }),
  ...storeConfigFields.postgresReader,
  ...storeConfigFields.redis,
  ...storeConfigFields.mongodb,
  ...storeConfigFields.clickhouse,
});
export type CliConfig = Static<typeof configSchema>;

/** Where the system is; the defaults are those of a local run. */
export function readConfig(): CliConfig {
  return loadConfig(configSchema);
}
