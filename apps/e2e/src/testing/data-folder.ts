import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plannedProcess, whileDown, whileFrozen } from './processes.js';

/** A server's files as they were at one moment. */
export interface Snapshot {
  readonly server: string;
  readonly folder: string;
}

/** Like a disk's snapshot: taken at one moment, with whatever was half done in it. */
export async function takeSnapshot(server: string): Promise<Snapshot> {
  const { cwd } = await plannedProcess(server);
  const folder = await mkdtemp(join(tmpdir(), `trine-${server}-`));
  await whileFrozen(server, () => cp(cwd, folder, { recursive: true }));
  return { server, folder };
}

/** Kills the server and lets it start from the snapshot: all it was told since is lost. Uses the snapshot up. */
export async function rollBack({ server, folder }: Snapshot): Promise<void> {
  const { cwd } = await plannedProcess(server);
  await whileDown(server, async () => {
    await rm(cwd, { recursive: true, force: true });
    await cp(folder, cwd, { recursive: true });
  });
  await rm(folder, { recursive: true });
}
