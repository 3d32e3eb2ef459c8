import { startApp } from '@trine/event-bus/testing';
import { PaymentsClient } from './client.js';

/** A payments process of its own that does not publish, once it is ready, and who speaks to it. */
export async function startProcess(databaseUrl: string) {
  const app = await startApp('payments', { TRINE_POSTGRES_URL: databaseUrl, TRINE_RELAY: 'false' });
  await app.ready();
  return { app, client: new PaymentsClient(app.url) };
}
export type PaymentsProcess = Awaited<ReturnType<typeof startProcess>>;
