import type { ProcessSpec } from '../native/server.js';
import { Supervised } from './supervised.js';

/** Keeps a set of processes running. Later ones need earlier ones, so they are stopped in reverse. */
export class Supervisor {
  private readonly running = new Map<string, Supervised>();

  constructor(
    private readonly runDir: string,
    private readonly logDir: string,
  ) {}

  /** Starts what is not running yet. */
  ensure(specs: readonly ProcessSpec[]): void {
    for (const spec of specs) {
      if (this.running.has(spec.name)) continue;
      const supervised = new Supervised(spec, this.runDir, this.logDir);
      this.running.set(spec.name, supervised);
      supervised.start();
    }
  }

  /** Stops those of the names, one group after the other; a group at once. */
  async stop(groups: readonly (readonly string[])[]): Promise<void> {
    for (const group of groups) {
      await Promise.all(
        group.map(async (name) => {
          await this.running.get(name)?.stop();
          this.running.delete(name);
        }),
      );
    }
  }

  get names(): string[] {
    return [...this.running.keys()];
  }
}
