import { createScratchTopic, startApp } from '@trine/event-bus/testing';
import { Ledger, transfer, until } from './testing/payments.js';

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Samples in Prometheus' text format. */
function parse(text: string): Sample[] {
  return [...text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)].map(([, name, labels = '', value]) => ({
    name: name!,
    labels: Object.fromEntries(
      [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, said]) => [key!, said!]),
    ),
    value: Number(value),
  }));
}

describe('the metrics of payments', () => {
  it('tell of appends, the queue, the relay, refusals and HTTP by route, and name nobody', async () => {
    const [ledger, topic] = await Promise.all([Ledger.create(), createScratchTopic()]);
    const app = await startApp('payments', {
      TRINE_POSTGRES_URL: ledger.url,
      TRINE_TOPIC: topic.name,
      LOG_LEVEL: 'error',
    });
    await app.ready();
    const post = (path: string, body: object, key: string) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': key };
      return fetch(app.url + path, { method: 'POST', body: JSON.stringify(body), headers });
    };
    const samples = async () => parse(await (await fetch(`${app.url}/metrics`)).text());
    const value = async (name: string, labels: Readonly<Record<string, string>> = {}) =>
      (await samples()).find(
        (each) =>
          each.name === name && Object.entries(labels).every(([key, said]) => each.labels[key] === said),
      )?.value;

    await post('/v1/accounts', { id: 'somebody', currency: 'CZK' }, 'key-1');
    await post('/v1/accounts', { id: 'else', currency: 'CZK' }, 'key-2');
    await post('/v1/transfers', transfer('somebody', 'else', '1.00'), 'key-3');
    await post('/v1/transfers', transfer('somebody', 'else', '1.00'), 'key-3');
    await post('/v1/accounts/somebody/freeze', {}, 'key-4');

    expect(await value('trine_append_commands_count')).toBe(4);
    expect(await value('trine_append_duration_seconds_count')).toBe(4);
    expect(await value('trine_command_queue_depth')).toBe(0);
    expect(await value('trine_http_requests_under_way')).toBe(0);
    expect(await value('trine_command_answers_total', { outcome: 'accepted' })).toBe(3);
    expect(await value('trine_command_answers_total', { outcome: 'replayed' })).toBe(1);
    const refused = { code: 'insufficient_funds', route: '/v1/transfers', method: 'POST' };
    expect(await value('trine_http_problems_total', refused)).toBe(2);
    const frozen = { route: '/v1/accounts/:id/freeze', method: 'POST', status: '200' };
    expect(await value('trine_http_request_duration_seconds_count', frozen)).toBe(1);
    await until(async () => (await value('trine_relay_backlog_events')) === 0);
    expect(await value('trine_relay_backlog_ms')).toBe(0);
    expect(await value('process_resident_memory_bytes')).toBeGreaterThan(0);
    expect(await value('nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0);

    const all = await samples();
    expect(new Set(all.map(({ labels }) => labels['app']))).toEqual(new Set(['payments']));
    expect(JSON.stringify(all)).not.toMatch(/somebody|key-\d/);
    expect(await app.stop()).toBe(0);
    await Promise.all([ledger.drop(), topic.drop()]);
  });
});
