import { ClickHouseAnalytics } from '@trine/analytics';
import { ProjectorModule, projectorConfigFields } from '@trine/event-bus';
import { loadConfig, runApp, storeConfigFields } from '@trine/platform';
import Type from 'typebox';

const config = loadConfig(Type.Object({ ...projectorConfigFields(3004), ...storeConfigFields.clickhouse }));
const view = ProjectorModule.forReadModel(
  config,
  () => new ClickHouseAnalytics({ url: config.TRINE_CLICKHOUSE_URL }),
);
await runApp('analytics-projector', view, config);
