import type { ChainableCommander, Redis } from 'ioredis';
import { answersOf, BALANCES, BalanceKeys, copiesKey } from './store.js';

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
      this.number = numberOf(answers.pop() as string | null);
      if (this.number === number) return answers as T[];
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
