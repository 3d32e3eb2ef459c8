import { gather, type Outcomes } from '@trine/platform';
import type { ChainableCommander, Redis } from 'ioredis';
import { BALANCES, BalanceKeys, copiesKey } from './store.js';

/** Commands put into a pipeline; each has one answer. */
export type Question = (pipeline: ChainableCommander, keys: BalanceKeys) => void;

type Answer = [error: Error | null, answer: unknown];

/** Most questions of one round trip. */
const MAX_TOGETHER = 100;

/** The copy of the view that readers read. */
export class LiveCopy {
  private number = 0;
  private readonly inOneTrip = gather((asked: readonly Question[]) => this.answersTo(asked), {
    max: MAX_TOGETHER,
  });

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
    return (await this.inOneTrip(question)) as T[];
  }

  /** What is wrong with one question's keys is no matter of the others'. */
  private async answersTo(asked: readonly Question[]): Promise<Outcomes<unknown[]>> {
    for (;;) {
      const { number } = this;
      const pipeline = this.redis.pipeline();
      const keys = new BalanceKeys(this.prefix, number);
      const ends = asked.map((question) => {
        question(pipeline, keys);
        return pipeline.length;
      });
      pipeline.hget(copiesKey(this.prefix), 'live');
      const answers = (await pipeline.exec()) ?? [];
      const [error, live] = answers.pop() ?? [new Error('Redis did not answer'), null];
      if (error !== null) throw error;
      this.number = numberOf(live as string | null);
      if (this.number === number)
        return ends.map((end, nth) => outcomeOf(answers.slice(ends[nth - 1] ?? 0, end)));
    }
  }
}

function outcomeOf(answers: readonly Answer[]): unknown[] | Error {
  const failed = answers.find(([error]) => error !== null);
  return failed?.[0] ?? answers.map(([, answer]) => answer);
}

/** @throws Error while the live copy is of another version than this code can read */
function numberOf(live: string | null): number {
  if (live === null) return 0;
  const [number, version] = live.split(' ').map(Number);
  if (version !== BALANCES.version) throw new Error(`The live copy is of version ${version}`);
  return number!;
}
