import type { ChainableCommander, Redis } from 'ioredis';
import { answersOf, BalanceKeys, copiesKey } from './store.js';

/** Commands put into a pipeline; each has one answer. */
export type Question = (pipeline: ChainableCommander, keys: BalanceKeys) => void;

/** The copy of the view that readers read. */
export class LiveCopy {
  private number = 0;

  constructor(
    private readonly redis: Redis,
    private readonly prefix: string | undefined,
  ) {}

  /**
   * Asks the live copy, in one round trip: the same one asks afterwards which copy is live, and when it is another one
   * than thought the question is put again. So an answer is never from a copy that had been left before.
   */
  async ask<T>(question: Question): Promise<T[]> {
    for (;;) {
      const { number } = this;
      const pipeline = this.redis.pipeline();
      question(pipeline, new BalanceKeys(this.prefix, number));
      pipeline.hget(copiesKey(this.prefix), 'live');
      const answers = await answersOf(pipeline);
      this.number = Number(answers.pop() ?? 0);
      if (this.number === number) return answers as T[];
    }
  }
}
