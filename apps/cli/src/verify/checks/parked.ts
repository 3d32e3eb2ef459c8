import { formatPosition } from '@trine/contracts';
import type { ParkedEvent } from '@trine/event-bus';
import { Check } from '../check.js';

/** What a view could not apply: it does not show it, nor what follows it on the same account, until it is redriven. */
export class Parked extends Check {
  constructor(view: string, parked: readonly ParkedEvent[]) {
    super(`${view}: parked events`);
    for (const event of parked) {
      this.compared++;
      this.differ(`${formatPosition(event)} of ${event.accountId} since ${event.parkedAt}: ${event.error}`);
    }
  }

  see(): void {
    // They were read already.
  }
}
