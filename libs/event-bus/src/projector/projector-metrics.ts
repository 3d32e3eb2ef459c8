import { metrics } from '@trine/platform';
import { Counter, Gauge, Histogram } from 'prom-client';

const registers = [metrics];

export const projectorMetrics = {
  lagEvents: new Gauge({
    name: 'trine_view_lag_events',
    help: 'Events in the log that the view has not applied',
    labelNames: ['view', 'partition'] as const,
    registers,
  }),
  lagMs: new Gauge({
    name: 'trine_view_lag_ms',
    help: 'Age in milliseconds of the oldest event that the view has not applied',
    labelNames: ['view', 'partition'] as const,
    registers,
  }),
  parked: new Gauge({
    name: 'trine_view_parked_events',
    help: 'Events that the view could not take, and those that wait behind them',
    labelNames: ['view', 'partition'] as const,
    registers,
  }),
  applied: new Counter({
    name: 'trine_view_applied_events_total',
    help: 'Events applied to the view',
    labelNames: ['view'] as const,
    registers,
  }),
  refilled: new Counter({
    name: 'trine_view_refilled_events_total',
    help: 'Events that came from the event store because the bus did not bring them',
    labelNames: ['view'] as const,
    registers,
  }),
  applySize: new Histogram({
    name: 'trine_view_apply_events',
    help: 'Events in one application',
    labelNames: ['view'] as const,
    buckets: [1, 5, 20, 100, 500, 1_000, 2_000, 4_000, 8_000],
    registers,
  }),
  applyDuration: new Histogram({
    name: 'trine_view_apply_duration_seconds',
    help: 'Time of one application',
    labelNames: ['view'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers,
  }),
};
