import { PostgresLogReader, Rebuild } from '@trine/event-bus';
import { loadConfig } from '@trine/platform/config';
import { configSchema } from '../../config.js';
import { copiesOf } from '../../copies.js';
import type { Measured } from '../result.js';
import { VIEWS } from '../scenario.js';
import { watchCores } from './cores.js';
import { usageBetween, usageByProcess } from './processes.js';

/** Nobody reads the old copy here. */
const GRACE_MS = 0;

/** Builds each view anew from the log, and tells the events a second until readers have the new copy. */
export async function rebuildAll(environment: Readonly<Record<string, string>>): Promise<Measured[]> {
  const config = loadConfig(configSchema, environment);
  const results: Measured[] = [];
  for (const view of VIEWS) {
    const log = new PostgresLogReader(config.TRINE_POSTGRES_READER_URL, () => undefined);
    const copies = copiesOf(view, config);
    let events = 0;
    const onProgress = (done: number) => (events = done);
    const rebuild = new Rebuild({ copies, log, onProgress, graceMs: GRACE_MS });
    try {
      const runDir = environment['TRINE_RUN_DIR']!;
      const before = await usageByProcess(runDir);
      const coresMeanwhile = await watchCores();
      const cpuBefore = process.cpuUsage();
      const startedAt = performance.now();
      await rebuild.run();
      const seconds = (performance.now() - startedAt) / 1_000;
      const { user, system } = process.cpuUsage(cpuBefore);
      const cores = await coresMeanwhile();
      const rebuilder = { 'the rebuild itself': { cpuSeconds: (user + system) / 1e6 } };
      const usage = { ...usageBetween(before, await usageByProcess(runDir)), ...rebuilder };
      await rebuild.tidy();
      results.push({ scenario: `rebuild ${view}`, ...told(events, seconds), usage, ...(cores && { cores }) });
    } finally {
      await Promise.all([copies.close(), log.close()]);
    }
  }
  return results;
}

function told(events: number, seconds: number) {
  const offered = { requests: events, seconds, p50: 0, p95: 0, p99: 0, max: 0, refused: 0, errors: 0 };
  return {
    unit: 'events',
    steady: false,
    transfersPerSecond: 0,
    offered,
    lag: [],
    readable: [],
    drainMs: {},
    calmMs: 0,
  } as const;
}
