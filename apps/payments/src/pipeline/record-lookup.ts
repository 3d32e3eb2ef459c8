import { Injectable } from '@nestjs/common';
import { EventStore } from '@trine/event-store';
import type { Attempt } from './attempt.js';
import { replay } from './replay.js';

/** Answers commands from what is recorded under their keys. */
@Injectable()
export class RecordLookup {
  constructor(private readonly store: EventStore) {}

  /** Those of the keys that have no record stay pending. */
  async answer(attempt: Attempt, keys: readonly string[]): Promise<void> {
    const recorded = await this.store.findAnswers(keys);
    for (const submission of attempt.submissions()) {
      const found = recorded.get(submission.key);
      if (found === undefined) continue;
      const answer = replay(submission, found);
      attempt.answer(submission.key, answer, answer.replayed ? 'replayed' : 'idempotency_key_reused');
    }
  }
}
