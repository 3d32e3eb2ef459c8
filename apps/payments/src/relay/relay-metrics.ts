import { metrics } from '@trine/platform';
import { Gauge } from 'prom-client';

export const relayBacklog = new Gauge({
  name: 'trine_relay_backlog_events',
  help: 'Events in the log that the bus has not acknowledged',
  registers: [metrics],
});
