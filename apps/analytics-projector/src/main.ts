import { allImported } from '@trine/platform/own-source-maps';
import { AnalyticsCopies } from '@trine/analytics';
import { LiveView, ProjectorModule, projectorConfigFields } from '@trine/event-bus';
import { loadConfig, runApp, storeConfigFields } from '@trine/platform';
import Type from 'typebox';

allImported();
const config = loadConfig(Type.Object({ ...projectorConfigFields(3004), ...storeConfigFields.clickhouse }));
const view = ProjectorModule.forReadModel(config, (log, logger) => {
  return new LiveView(new AnalyticsCopies({ url: config.TRINE_CLICKHOUSE_URL }), log, logger);
});
await runApp('analytics-projector', view, config);
