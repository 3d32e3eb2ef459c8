import { join } from 'node:path';
import type { ListrTask } from 'listr2';
import { livePid } from '../launcher/pid-file.js';
import { assertPortFree } from '../launcher/port.js';
import { runTasks } from '../launcher/progress.js';
import type { ServerProvider } from '../launcher/provider.js';
import type { Settings } from '../launcher/settings.js';
import { supervise } from '../launcher/supervision.js';
import { waitFor } from '../launcher/wait.js';
import type { NativeServer } from './server.js';
import { nativeServers } from './servers.js';

const READY_TIMEOUT_MS = 60_000;

const own = ({ ownServers }: Settings) => nativeServers.filter(({ name }) => ownServers.includes(name));
const dirOf = ({ dataDir }: Settings, { name }: NativeServer) => join(dataDir, name);

/** The servers from packages, each a process under the supervisor. */
export const nativeProvider: ServerProvider = {
  name: 'native',

  processes: (settings) =>
    own(settings).map((server) => server.spec(dirOf(settings, server), settings.ports[server.name])),

  async start(settings) {
    const servers = own(settings);
    // One after the other: apt and the two cores would only be fought over.
    await runTasks(servers.map((server) => installTask(server)));
    for (const server of servers) {
      if ((await livePid(settings.runDir, server.name)) === undefined)
        await assertPortFree(server.name, settings.ports[server.name]);
    }
    await Promise.all(
      servers.map((server) => server.prepare(dirOf(settings, server), settings.ports[server.name])),
    );
    await supervise(settings, this.processes(settings));
    await runTasks(
      servers.map((server) => readyTask(server, settings)),
      true,
    );
  },

  // The supervisor, which stops first, has stopped them.
  stop: () => Promise.resolve(),
};

function installTask(server: NativeServer): ListrTask {
  return {
    title: `Install ${server.title}`,
    task: (_, task) => server.install((line) => (task.output = line)),
  };
}

function readyTask(server: NativeServer, settings: Settings): ListrTask {
  const port = settings.ports[server.name];
  const hint = `See ${join(settings.logDir, `${server.name}.log`)}`;
  return {
    title: `${server.title} on 127.0.0.1:${port}`,
    task: () => waitFor(server.title, () => server.probe(port), READY_TIMEOUT_MS, hint),
  };
}
