import type { Positions, RecordedEvent } from '@trine/contracts';
import { Check } from '../check.js';

/** What an event says of one thing (a hold, a transfer): its id, and the state it is in from then on, as a text. */
export type StateOf = (event: RecordedEvent) => { readonly id: string; readonly state: string } | undefined;

/**
 * Compares things whose states follow one another and never come back. A store may move on while the log is read: what
 * it shows has to be a state that the log knows, and none from before `applied`, which is how far the store was before
 * it was read.
 */
export class ShownStates extends Check {
  /** By id: the states in order, and the place of the one that was due. */
  private readonly known = new Map<string, { states: string[]; due: number }>();

  constructor(
    name: string,
    private readonly shown: ReadonlyMap<string, string>,
    private readonly applied: Positions,
    private readonly stateOf: StateOf,
  ) {
    super(name);
  }

  see(event: RecordedEvent): void {
    const told = this.stateOf(event);
    if (told === undefined) return;
    const known = this.known.get(told.id) ?? { states: [], due: -1 };
    known.states.push(told.state);
    if (event.sequence <= (this.applied.get(event.partition) ?? 0)) known.due = known.states.length - 1;
    this.known.set(told.id, known);
  }

  finish(): void {
    for (const [id, state] of this.shown) {
      this.compared++;
      const { states, due } = this.known.get(id) ?? { states: [], due: -1 };
      const at = states.lastIndexOf(state);
      if (at === -1 || at < due)
        this.differ(`${id} is ${state}, the log says ${states[due] ?? 'nothing of it'}`);
    }
    for (const [id, { states, due }] of this.known) {
      if (due >= 0 && !this.shown.has(id)) this.differ(`${id} is missing, the log says ${states[due]}`);
    }
  }
}
