import { metrics } from '@trine/platform';
import { Gauge } from 'prom-client';

const registers = [metrics];

export const relayMetrics = {
  backlog: new Gauge({
    name: 'trine_relay_backlog_events',
    help: 'Events in the log that the bus has not acknowledged',
    registers,
  }),
  age: new Gauge({
    name: 'trine_relay_backlog_ms',
    help: 'Age in milliseconds of the oldest event that the bus has not acknowledged',
    registers,
  }),
};
