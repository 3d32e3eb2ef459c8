import { CopiesChangedError, LockedError, PostgresLogReader, Rebuild } from '@trine/event-bus';
import type { CliConfig } from '../config.js';
import { CommandFailure } from '../failure.js';
import { rateOf, startProgress, type Progress } from '../progress.js';
import { copiesOf, type ViewName } from '../copies.js';

/** Fills a fresh copy, switches over to it and drops the old one, telling how far it is. */
export async function rebuildView(view: ViewName, config: CliConfig): Promise<void> {
  const log = new PostgresLogReader(config.TRINE_POSTGRES_READER_URL, () => undefined);
  const copies = copiesOf(view, config);
  const told = new Told(view);
  const onProgress = (done: number, total: number) => told.progress(done, total);
  const rebuild = new Rebuild({ copies, log, onProgress });
  try {
    await rebuild.run();
    told.switched();
    await rebuild.tidy();
    console.log(`${view}: the old copy is dropped`);
  } catch (error) {
    told.stop();
    if (error instanceof LockedError) throw new CommandFailure(`${view} is being rebuilt already`);
    if (error instanceof CopiesChangedError) throw new CommandFailure(`${error.message}: run it again`);
    throw error;
  } finally {
    await Promise.all([copies.close(), log.close()]);
  }
}

class Told {
  private readonly startedAt = performance.now();
  private bar: Progress | undefined;
  /** What an earlier run had done already. */
  private before = 0;
  private done = 0;

  constructor(private readonly view: string) {}

  progress(done: number, total: number): void {
    if (this.bar === undefined) {
      this.bar = startProgress(this.view, total - done);
      this.before = this.done = done;
    }
    this.bar.expect(total - this.before);
    this.bar.advance(done - this.done);
    this.done = done;
  }

  switched(): void {
    this.stop();
    const events = this.done - this.before;
    const seconds = ((performance.now() - this.startedAt) / 1_000).toFixed(1);
    console.log(
      `${this.view}: rebuilt from ${events} events in ${seconds} s (${rateOf(events, this.startedAt)}/s); ` +
        'readers have the new copy; the old one stays for those that are still in it, for a minute',
    );
  }

  stop(): void {
    this.bar?.stop();
    this.bar = undefined;
  }
}
