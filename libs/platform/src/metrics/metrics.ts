import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** One registry per process, in Prometheus' text format on GET /metrics. */
export const metrics = new Registry();

/** Process figures (CPU, memory, event loop lag); called once by the app that runs. */
export function collectProcessMetrics(app: string): void {
  metrics.setDefaultLabels({ app });
  collectDefaultMetrics({ register: metrics });
}

export const httpDuration = new Histogram({
  name: 'trine_http_request_duration_seconds',
  help: 'Time from a request’s arrival to the end of its answer',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  registers: [metrics],
});

export const httpProblems = new Counter({
  name: 'trine_http_problems_total',
  help: 'Answers that were problems, by their code',
  labelNames: ['method', 'route', 'code'] as const,
  registers: [metrics],
});

/** `count` is asked whenever the metrics are read; the app created last is the one that tells. */
export function tellUnderWay(count: () => number): void {
  requestsUnderWay = count;
}

let requestsUnderWay = () => 0;

new Gauge({
  name: 'trine_http_requests_under_way',
  help: 'Requests that are not answered yet',
  registers: [metrics],
  collect() {
    this.set(requestsUnderWay());
  },
});
