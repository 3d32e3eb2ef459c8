import { execa } from 'execa';
import { appNames, localSettings, ROOT } from './settings.js';
import { stopAll } from './supervision.js';
import { bringUpServers } from './system.js';

/** `npm run dev`: the servers as ever, the apps with reload in the foreground. Ctrl-C ends the apps; servers stay. */
export async function dev(): Promise<void> {
  const settings = localSettings();
  await stopAll(settings, appNames);
  await bringUpServers(settings);
  console.log(
    'Apps with reload: change a source file and they start again. Ctrl-C ends them; `npm stop` the servers.',
  );
  const options = { cwd: ROOT, stdio: 'inherit', reject: false, preferLocal: true } as const;
  const build = execa('tsc', ['--build', '--watch', '--preserveWatchOutput'], options);
  const projects = appNames.map((name) => `@trine/${name}`).join(',');
  await execa('nx', ['run-many', '-t', 'serve', '-p', projects, '--parallel', String(appNames.length)], {
    ...options,
    env: settings.environment,
  });
  build.kill();
}
