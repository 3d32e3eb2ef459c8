import { join } from 'node:path';
import type { ListrTask } from 'listr2';
import { livePid } from './pid-file.js';
import { probeHttp } from '../native/probes.js';
import { run } from '../native/run.js';
import { appSpecs } from './apps.js';
import { assertPortFree } from './port.js';
import { runTasks } from './progress.js';
import { chooseProvider, type ServerProvider } from './provider.js';
import { appNames, ROOT, type Settings } from './settings.js';
import { supervise } from './supervision.js';
import { waitFor } from './wait.js';

const APP_READY_TIMEOUT_MS = 60_000;

/** Servers up and the event store and the topic as the code wants them. */
export async function bringUpServers(settings: Settings): Promise<ServerProvider> {
  const { provider, reason } = await chooseProvider();
  console.log(`Servers: ${provider.name}, because ${reason}.`);
  await provider.start(settings);
  await runTasks([{ title: 'Migrate the event store and create the topic', task: () => migrate(settings) }]);
  return provider;
}

/** Everything up and ready. */
export async function bringUpSystem(settings: Settings): Promise<void> {
  const provider = await bringUpServers(settings);
  for (const name of appNames) {
    if ((await livePid(settings.runDir, name)) === undefined)
      await assertPortFree(name, settings.ports[name]);
  }
  await supervise(settings, [...provider.processes(settings), ...appSpecs(settings)]);
  await runTasks(
    appNames.map((name) => appTask(name, settings)),
    true,
  );
}

async function migrate(settings: Settings): Promise<void> {
  await run(process.execPath, [join(ROOT, 'apps/payments/dist/migrate.js')], {
    cwd: ROOT,
    env: settings.environment,
  });
}

function appTask(name: (typeof appNames)[number], settings: Settings): ListrTask {
  const url = `http://127.0.0.1:${settings.ports[name]}/health/ready`;
  const hint = `See ${join(settings.logDir, `${name}.log`)}`;
  return {
    title: `${name} on 127.0.0.1:${settings.ports[name]}`,
    task: () => waitFor(name, () => probeHttp(url), APP_READY_TIMEOUT_MS, hint),
  };
}
