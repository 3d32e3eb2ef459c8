import { allImported } from '@trine/platform/own-source-maps';
import { BalancesCopies } from '@trine/balances';
import { LiveView, ProjectorModule, projectorConfigFields } from '@trine/event-bus';
import { loadConfig, runApp, storeConfigFields } from '@trine/platform';
import Type from 'typebox';

allImported();
const config = loadConfig(Type.Object({ ...projectorConfigFields(3002), ...storeConfigFields.redis }));
const view = ProjectorModule.forReadModel(config, (log, logger) => {
  const url = config.TRINE_REDIS_URL;
  const onError = (error: Error) => logger.warn({ err: error }, 'the connection to Redis broke');
  return new LiveView(new BalancesCopies({ url, onError }), log, logger);
});
await runApp('balances-projector', view, config);
