import { createApp, createLogger, loadConfig } from '@trine/platform';
import { BankingApiModule, bankingApiOptions } from './banking-api.module.js';
import { BankingApiConfig } from './config.js';
import { openApiDocument } from './openapi/document.js';

/** Prints the OpenAPI document; no server has to be there. */
const config = loadConfig(BankingApiConfig, {});
const app = await createApp(
  BankingApiModule.forConfig(config),
  createLogger('print-openapi', 'silent'),
  bankingApiOptions,
);
process.stdout.write(`${JSON.stringify(openApiDocument(app), null, 2)}\n`, () => process.exit(0));
