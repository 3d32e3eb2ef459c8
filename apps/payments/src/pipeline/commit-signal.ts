import { Injectable } from '@nestjs/common';
import { parseConsistencyToken } from '@trine/contracts';

type Listener = (partition: number, head: number) => void;

/** Tells, in process, how far the log has just grown. */
@Injectable()
export class CommitSignal {
  private readonly listeners: Listener[] = [];

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** `tokens`: the consistency tokens of what was committed. */
  committed(tokens: readonly string[]): void {
    if (this.listeners.length === 0) return;
    for (const token of tokens) {
      for (const [partition, head] of parseConsistencyToken(token) ?? []) {
        for (const listener of this.listeners) listener(partition, head);
      }
    }
  }
}
