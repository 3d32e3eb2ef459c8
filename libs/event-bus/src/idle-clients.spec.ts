import { createRequire } from 'node:module';
import './idle-clients.js';

interface Sending {
  readonly entry: { readonly correlationId: number; resolve(): void };
  readonly expectResponse: boolean;
  sendRequest(): void;
}

/** kafkajs's own. */
const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as new (options: {
  readonly logger: { debug(): void };
}) => {
  readonly pending: readonly unknown[];
  maybeThrottle(ms: number): void;
  push(request: Sending): void;
};

it('sends what the bus has it hold back for a while', async () => {
  const queue = new RequestQueue({ logger: { debug: () => undefined } });
  queue.maybeThrottle(50);
  const sent = new Promise<void>((resolve) => {
    const entry = { correlationId: 1, resolve: () => undefined };
    queue.push({ entry, expectResponse: false, sendRequest: resolve });
  });
  expect(queue.pending).toHaveLength(1);
  await sent;
  expect(queue.pending).toHaveLength(0);
});
