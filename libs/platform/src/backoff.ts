import { setTimeout as sleep } from 'node:timers/promises';
import { ExponentialBackoff, type IBackoff } from 'cockatiel';

export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Waits between the tries of something that is tried until it works: longer each time, jittered, bounded. */
export class Backoff {
  private readonly factory: ExponentialBackoff<unknown>;
  private step: IBackoff<unknown> | undefined;

  constructor({ firstMs, maxMs }: BackoffOptions) {
    this.factory = new ExponentialBackoff({ initialDelay: firstMs, maxDelay: maxMs });
  }

  /** It worked: the next wait is a short one again. */
  reset(): void {
    this.step = undefined;
  }

  /** Resolves when it is time for the next try, or at once when `signal` is aborted. */
  async wait(signal?: AbortSignal): Promise<void> {
    this.step = (this.step ?? this.factory).next(undefined);
    await sleep(this.step.duration, undefined, signal && { signal }).catch(() => undefined);
  }
}
