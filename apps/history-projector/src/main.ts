import { ProjectorModule, projectorConfigFields } from '@trine/event-bus';
import { MongoHistory } from '@trine/history';
import { loadConfig, runApp, storeConfigFields } from '@trine/platform';
import Type from 'typebox';

const config = loadConfig(Type.Object({ ...projectorConfigFields(3003), ...storeConfigFields.mongodb }));
const view = ProjectorModule.forReadModel(config, () => new MongoHistory({ url: config.TRINE_MONGODB_URL }));
await runApp('history-projector', view, config);
