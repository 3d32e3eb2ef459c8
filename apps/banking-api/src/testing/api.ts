import type { Provider } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp, createLogger, loadConfig } from '@trine/platform';
import { BankingApiModule, bankingApiOptions } from '../banking-api.module.js';
import { BankingApiConfig } from '../config.js';

/** Nothing listens there: port 1 is tcpmux, which no machine of ours runs. */
export const NOWHERE = '127.0.0.1:1';

const NOTHING: Readonly<Record<string, string>> = {
  TRINE_POSTGRES_READER_URL: `postgres://trine_reader:x@${NOWHERE}/trine`,
  TRINE_REDIS_URL: `redis://${NOWHERE}`,
  TRINE_MONGODB_URL: `mongodb://${NOWHERE}/trine?directConnection=true`,
  TRINE_CLICKHOUSE_URL: `http://${NOWHERE}/trine`,
  TRINE_PAYMENTS_URL: `http://${NOWHERE}`,
};

/** The API with what is behind it where the test says, and the rest down; not listening yet. */
export async function createApi(
  behind: Readonly<Record<string, string>> = {},
  providers: Provider[] = [],
): Promise<NestFastifyApplication> {
  const config = loadConfig(BankingApiConfig, { ...NOTHING, ...behind });
  const module = BankingApiModule.forConfig(config);
  // The last provider of a token is the one that counts.
  const own = { ...module, providers: [...(module.providers ?? []), ...providers] };
  return createApp(own, createLogger('test', 'silent'), bankingApiOptions);
}

/** The same, on a port of its own. */
export async function startApi(...args: Parameters<typeof createApi>) {
  const app = await createApi(...args);
  await app.listen(0, '127.0.0.1');
  return { url: await app.getUrl(), close: () => app.close() };
}
