import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { plannedProcess, whileDown } from './processes.js';
import { eventually, heads } from './system.js';

const run = promisify(execFile);
const TOPIC = 'ledger.events.v1';
const PARTITIONS = 16;

/** Kills Kafka and gives it an empty disk: no topic, no groups, another cluster. */
export async function wipeKafka(): Promise<void> {
  const { command, args, cwd } = await plannedProcess('kafka');
  const classpath = args[args.indexOf('-cp') + 1]!;
  const config = args.at(-1)!;
  const clusterId = randomBytes(16).toString('base64url');
  // With =, for an id may begin with -.
  const id = `--cluster-id=${clusterId}`;
  const format = ['kafka.tools.StorageTool', 'format', '--standalone', id, '-c', config];
  await whileDown('kafka', async () => {
    await rm(join(cwd, 'log'), { recursive: true, force: true });
    await run(command, ['-cp', classpath, ...format]);
  });
}

/** Waits until the bus was given at least as many messages as the log has events, in every partition. */
export async function busHoldsTheLog(): Promise<void> {
  await eventually('the topic is as long as the log', async () => {
    const [log, ends] = await Promise.all([heads(), topicEnds()]);
    return log.every((head, partition) => ends[partition]! >= head);
  });
}

/** How many messages were ever put into each of the topic's partitions, by Kafka's own files; 0 where there is none. */
async function topicEnds(): Promise<number[]> {
  const { cwd } = await plannedProcess('kafka');
  return Promise.all(
    Array.from({ length: PARTITIONS }, (_, partition) => endOf(join(cwd, 'log', `${TOPIC}-${partition}`))),
  );
}

/** The batches of the last segment, one after the other: base offset (8 bytes), length (4), last offset's delta at 23. */
async function endOf(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const segment = names
    .filter((name) => name.endsWith('.log'))
    .sort()
    .at(-1);
  if (segment === undefined) return 0;
  const bytes = await readFile(join(folder, segment));
  let end = Number(segment.slice(0, -'.log'.length));
  for (let at = 0; at + 27 <= bytes.length; at += 12 + bytes.readInt32BE(at + 8)) {
    // Space that was set aside and not written yet.
    if (bytes.readInt32BE(at + 8) === 0) break;
    end = Number(bytes.readBigInt64BE(at)) + bytes.readInt32BE(at + 23) + 1;
  }
  return end;
}
