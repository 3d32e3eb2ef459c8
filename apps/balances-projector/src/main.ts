import { RedisBalances } from '@trine/balances';
import { ProjectorModule, projectorConfigFields } from '@trine/event-bus';
import { loadConfig, runApp, storeConfigFields } from '@trine/platform';
import Type from 'typebox';

const config = loadConfig(Type.Object({ ...projectorConfigFields(3002), ...storeConfigFields.redis }));
const view = ProjectorModule.forReadModel(
  config,
  (logger) =>
    new RedisBalances({
      url: config.TRINE_REDIS_URL,
      onError: (error) => logger.warn({ err: error }, 'the connection to Redis broke'),
    }),
);
await runApp('balances-projector', view, config);
