import type { ChainableCommander, Redis } from 'ioredis';
import { BALANCES, BalanceKeys, copiesKey } from './store.js';

/** Commands put into a pipeline; each has one answer. */
export type Question = (pipeline: ChainableCommander, keys: BalanceKeys) => void;

type Answer = [error: Error | null, answer: unknown];

interface Asked {
  readonly question: Question;
  readonly resolve: (answers: unknown[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Most questions of one round trip. */
const MAX_TOGETHER = 100;

/** The copy of the view that readers read. */
export class LiveCopy {
  private number = 0;
  private waiting: Asked[] = [];

  constructor(
    private readonly redis: Redis,
    private readonly prefix: string | undefined,
  ) {}

  /**
   * Asks the live copy. Whatever is asked in one turn of the event loop goes in one round trip, which costs little more
   * than one question alone. The same trip asks afterwards which copy is live, and when it is another one than thought
   * the questions are put again: so an answer is never from a copy that had been left before.
   */
  async ask<T>(question: Question): Promise<T[]> {
    const answers = await new Promise<unknown[]>((resolve, reject) => {
      if (this.waiting.length === 0) setImmediate(() => this.sendAll());
      this.waiting.push({ question, resolve, reject });
    });
    return answers as T[];
  }

  private sendAll(): void {
    const { waiting } = this;
    this.waiting = [];
    for (let from = 0; from < waiting.length; from += MAX_TOGETHER)
      void this.send(waiting.slice(from, from + MAX_TOGETHER));
  }

  /** What is wrong with one question's keys is no matter of the others'. */
  private async send(asked: readonly Asked[]): Promise<void> {
    try {
      const answers = await this.answersTo(asked);
      asked.forEach(({ resolve, reject }, nth) => {
        const failed = answers[nth]!.find(([error]) => error !== null);
        if (failed === undefined) resolve(answers[nth]!.map(([, answer]) => answer));
        else reject(failed[0]);
      });
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }

  /** Of each question, in order, of each of its commands the error or the answer. */
  private async answersTo(asked: readonly Asked[]): Promise<Answer[][]> {
    for (;;) {
      const { number } = this;
      const pipeline = this.redis.pipeline();
      const keys = new BalanceKeys(this.prefix, number);
      const ends = asked.map(({ question }) => {
        question(pipeline, keys);
        return pipeline.length;
      });
      pipeline.hget(copiesKey(this.prefix), 'live');
      const answers = (await pipeline.exec()) ?? [];
      const [error, live] = answers.pop() ?? [new Error('Redis did not answer'), null];
      if (error !== null) throw error;
      this.number = numberOf(live as string | null);
      if (this.number === number) return ends.map((end, nth) => answers.slice(ends[nth - 1] ?? 0, end));
    }
  }
}

/** @throws Error while the live copy is of another version than this code can read */
function numberOf(live: string | null): number {
  if (live === null) return 0;
  const [number, version] = live.split(' ').map(Number);
  if (version !== BALANCES.version) throw new Error(`The live copy is of version ${version}`);
  return number!;
}
