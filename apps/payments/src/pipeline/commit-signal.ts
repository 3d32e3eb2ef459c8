import { Injectable } from '@nestjs/common';
import type { Appended } from '@trine/event-store';

type Listener = (appended: Appended) => void;

/** Tells, in process, that the log has just grown, and by what. */
@Injectable()
export class CommitSignal {
  private readonly listeners: Listener[] = [];

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  committed(appended: Appended): void {
    for (const listener of this.listeners) listener(appended);
  }
}
