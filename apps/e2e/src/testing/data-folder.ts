import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { plannedProcess, whileDown, whileFrozen } from './processes.js';

/** A server's files as they were at one moment. */
export interface Snapshot {
  readonly server: string;
  readonly folder: string;
}

/** Like a disk's snapshot: taken at one moment, with whatever was half done in it. */
export async function takeSnapshot(server: string): Promise<Snapshot> {
  const { cwd } = await plannedProcess(server);
  // Beside it: on the same disk, so that it can take its place in one step.
  const folder = await mkdtemp(`${cwd}-snapshot-`);
  await whileFrozen(server, () => cp(cwd, folder, { recursive: true }));
  return { server, folder };
}

/** Kills the server and lets it start from the snapshot: all it was told since is lost. Uses the snapshot up. */
export async function rollBack({ server, folder }: Snapshot): Promise<void> {
  const { cwd } = await plannedProcess(server);
  const lost = `${folder}-lost`;
  await whileDown(server, async () => {
    // Whoever is started in between must not find half of it.
    await rename(cwd, lost);
    await rename(folder, cwd);
  });
  await rm(lost, { recursive: true });
}
