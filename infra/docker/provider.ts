import { run } from '../native/run.js';
import { runTasks } from '../launcher/progress.js';
import type { ServerProvider } from '../launcher/provider.js';
import { portVariable, ROOT, type Settings } from '../launcher/settings.js';

const compose = (settings: Settings, ...args: string[]) =>
  run('docker', ['compose', ...args], {
    cwd: ROOT,
    env: Object.fromEntries(
      Object.entries(settings.ports).map(([name, port]) => [portVariable(name), String(port)]),
    ),
  });

/** The servers from official images, by docker-compose.yml; Docker itself keeps them running. */
export const dockerProvider: ServerProvider = {
  name: 'docker',
  processes: () => [],

  async start(settings) {
    const names = settings.ownServers;
    if (names.length === 0) return;
    await runTasks([
      {
        title: `Pull and start ${names.join(', ')}`,
        task: async (_, task) => {
          task.output = 'docker compose up --wait';
          await compose(settings, 'up', '--detach', '--wait', ...names);
        },
      },
    ]);
  },

  async stop(settings) {
    await compose(settings, 'stop');
  },
};
