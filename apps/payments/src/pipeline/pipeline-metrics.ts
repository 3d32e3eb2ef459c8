import { metrics } from '@trine/platform';
import { Counter, Gauge, Histogram } from 'prom-client';

export const pipelineMetrics = {
  queued: new Gauge({
    name: 'trine_command_queue_depth',
    help: 'Commands waiting for the append in flight',
    registers: [metrics],
  }),
  appendSize: new Histogram({
    name: 'trine_append_commands',
    help: 'Commands in one append',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200],
    registers: [metrics],
  }),
  appendDuration: new Histogram({
    name: 'trine_append_duration_seconds',
    help: 'Time from sending an append until its answer was taken up, with its wait behind one that was in flight, without the commit of one that is made alone',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [metrics],
  }),
  appendsAhead: new Counter({
    name: 'trine_appends_decided_ahead_total',
    help: 'Groups that were decided and sent while the append before was in flight',
    registers: [metrics],
  }),
  appendsAlone: new Counter({
    name: 'trine_appends_alone_total',
    help: 'Groups that were recorded while all other appends waited, since others were first over and over',
    registers: [metrics],
  }),
  conflicts: new Counter({
    name: 'trine_append_conflicts_total',
    help: 'Appends that had to be decided again, by what was in the way',
    labelNames: ['kind'] as const,
    registers: [metrics],
  }),
  purged: new Counter({
    name: 'trine_idempotency_keys_purged_total',
    help: 'Idempotency keys that were forgotten because they were old',
    registers: [metrics],
  }),
  answers: new Counter({
    name: 'trine_command_answers_total',
    help: 'Commands answered: accepted, replayed, or the code of the refusal',
    labelNames: ['outcome'] as const,
    registers: [metrics],
  }),
};
