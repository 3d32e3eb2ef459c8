import { Injectable } from '@nestjs/common';

/**
 * The ledger's time: the machine's, but never going back, and never behind what other processes have recorded (they
 * tell by a `clock` conflict).
 */
@Injectable()
export class LedgerClock {
  private latest = 0;

  /** Milliseconds since 1970. */
  now(): number {
    this.latest = Math.max(this.latest, Date.now());
    return this.latest;
  }

  advanceTo(time: number): void {
    this.latest = Math.max(this.latest, time);
  }
}
