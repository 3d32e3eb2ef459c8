import { allImported } from '@trine/platform/own-source-maps';
import { LiveView, ProjectorModule, projectorConfigFields } from '@trine/event-bus';
import { HistoryCopies } from '@trine/history';
import { loadConfig, runApp, storeConfigFields } from '@trine/platform';
import Type from 'typebox';

allImported();
const config = loadConfig(Type.Object({ ...projectorConfigFields(3003), ...storeConfigFields.mongodb }));
const view = ProjectorModule.forReadModel(config, (log, logger) => {
  return new LiveView(new HistoryCopies({ url: config.TRINE_MONGODB_URL }), log, logger);
});
await runApp('history-projector', view, config);
