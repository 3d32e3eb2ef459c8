import { Injectable } from '@nestjs/common';

/** Tells, in process, that the log has just grown. */
@Injectable()
export class CommitSignal {
  private readonly listeners: (() => void)[] = [];

  listen(listener: () => void): void {
    this.listeners.push(listener);
  }

  committed(): void {
    for (const listener of this.listeners) listener();
  }
}
