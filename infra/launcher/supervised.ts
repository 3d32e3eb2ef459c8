import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessSpec } from '../native/server.js';
import { LogFile } from './log-file.js';
import { removePid, writePid } from './pid-file.js';
import { niced, sessionStandsBack } from './stand-back.js';
import { stopProcess } from './stop-process.js';

const FIRST_BACKOFF_MS = 200;
const MAX_BACKOFF_MS = 10_000;
/** Whoever has run for this long was well: its next end is a new story. */
const HEALTHY_MS = 10_000;
const STOP_TIMEOUT_MS = 10_000;

/** One process that is kept running until it is told to stop. */
export class Supervised {
  private child: ChildProcess | undefined;
  private readonly stopping = new AbortController();
  private loop: Promise<void> | undefined;
  private readonly log: LogFile;

  constructor(
    readonly spec: ProcessSpec,
    private readonly runDir: string,
    logDir: string,
  ) {
    this.log = new LogFile(join(logDir, `${spec.name}.log`));
  }

  start(): void {
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    const { stopSignal = 'SIGTERM', stopTimeoutMs = STOP_TIMEOUT_MS } = this.spec;
    if (this.child?.pid !== undefined) await stopProcess(this.child.pid, stopSignal, stopTimeoutMs);
    await this.loop;
    await removePid(this.runDir, this.spec.name);
  }

  private async run(): Promise<void> {
    let backoffMs = FIRST_BACKOFF_MS;
    while (!this.stopping.signal.aborted) {
      const startedAt = Date.now();
      const end = await this.runOnce();
      if (this.stopping.signal.aborted) return;
      if (Date.now() - startedAt > HEALTHY_MS) backoffMs = FIRST_BACKOFF_MS;
      await this.log.write(`[supervisor] ${this.spec.name} ended (${end}); again in ${backoffMs} ms\n`);
      await sleep(backoffMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS);
    }
  }

  private async runOnce(): Promise<string> {
    const { name, command, args, cwd, env, niceness = 0 } = this.spec;
    const [program, ...rest] = niced(niceness, command, args);
    const child = spawn(program, rest, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.child = child;
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    if (child.pid !== undefined) await writePid(this.runDir, name, child.pid);
    if (niceness > 0) void this.standBack(child, niceness).catch(() => undefined);
    for (const stream of [child.stdout, child.stderr]) void this.log.follow(stream).catch(() => undefined);
    return ended;
  }

  private async standBack(child: ChildProcess, niceness: number): Promise<void> {
    try {
      await sessionStandsBack(child, niceness);
    } catch (error) {
      await this.log.write(`[supervisor] ${this.spec.name} does not stand back: ${String(error)}\n`);
    }
  }
}
