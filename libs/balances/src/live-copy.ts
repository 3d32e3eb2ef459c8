import { asError, gather, type Outcomes } from '@trine/platform';
import type { Redis } from 'ioredis';
import { inOneWrite } from './one-write.js';
import { BALANCES, BalanceKeys, copiesKey } from './store.js';

/** Sends commands; each has one answer. */
export type Question<T = unknown> = (redis: Redis, keys: BalanceKeys) => Promise<T>[];

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
  async ask<T>(question: Question<T>): Promise<T[]> {
    return (await this.inOneTrip(question)) as T[];
  }

  /** What is wrong with one question's keys is no matter of the others'. */
  private async answersTo(asked: readonly Question[]): Promise<Outcomes<unknown[]>> {
    for (;;) {
      const { number } = this;
      const keys = new BalanceKeys(this.prefix, number);
      const { answers, live } = inOneWrite(this.redis, () => {
        const answers = asked.map((question) => Promise.all(question(this.redis, keys)).catch(asError));
        // Sent last, so that Redis answers it after all of them.
        const live = this.redis.hget(copiesKey(this.prefix), 'live');
        return { answers, live };
      });
      this.number = numberOf(await live);
      if (this.number === number) return Promise.all(answers);
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
