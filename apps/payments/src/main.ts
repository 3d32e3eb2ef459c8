import { allImported } from '@trine/platform/own-source-maps';
import { loadConfig, runApp } from '@trine/platform';
import { PaymentsModule, paymentsOptions } from './payments.module.js';
import { PaymentsConfig } from './config.js';

allImported();
const config = loadConfig(PaymentsConfig);
await runApp('payments', PaymentsModule.forConfig(config), config, paymentsOptions);
