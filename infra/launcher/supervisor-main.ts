import { readPlan } from './plan.js';
import { removePid, writePid } from './pid-file.js';
import { appNames } from './settings.js';
import { Supervisor } from './supervisor.js';

/**
 * The process behind `npm start`: parent of every server and app. It runs what its plan file lists; SIGHUP makes it
 * read the plan again, SIGTERM stops everything, apps before servers.
 */
const [planFile] = process.argv.slice(2);
if (planFile === undefined) throw new Error('usage: supervisor-main.js PLAN');

const { runDir, logDir } = await readPlan(planFile);
const supervisor = new Supervisor(runDir, logDir);
await writePid(runDir, 'supervisor', process.pid);

const apply = async () => supervisor.ensure((await readPlan(planFile)).processes);

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  const apps = supervisor.names.filter((name) => (appNames as readonly string[]).includes(name));
  const servers = supervisor.names.filter((name) => !apps.includes(name));
  // The API first, so that nothing new comes in; then who works for it; then what they work with.
  await supervisor.stop([['banking-api'], apps, servers]);
  await removePid(runDir, 'supervisor');
  process.exit(0);
}

process.on('SIGHUP', () => void apply());
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
await apply();
