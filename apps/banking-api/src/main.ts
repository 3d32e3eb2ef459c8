import { allImported } from '@trine/platform/own-source-maps';
import { loadConfig, runApp } from '@trine/platform';
import { BankingApiModule, bankingApiOptions } from './banking-api.module.js';
import { BankingApiConfig } from './config.js';
import { serveOpenApi } from './openapi/document.js';

allImported();
const config = loadConfig(BankingApiConfig);
await runApp('banking-api', BankingApiModule.forConfig(config), config, {
  ...bankingApiOptions,
  prepare: serveOpenApi,
});
