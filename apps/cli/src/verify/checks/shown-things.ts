import type { Positions, RecordedEvent } from '@trine/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import { Check } from '../check.js';
import { differenceOf, type State } from '../state.js';

/** What an event says of one thing (a hold, a transfer) from then on. */
export interface Told {
  readonly id: string;
  readonly state: State;
  /** Nothing was told of it before. */
  readonly first?: boolean;
  /** Nothing follows it. */
  readonly final?: boolean;
}

export interface ShownIn {
  /** How far the store was before it was read. */
  readonly applied: Positions;
  /** What it showed, by id, of all things that are not in their final state. */
  readonly shown: ReadonlyMap<string, State>;
  readonly tell: (event: RecordedEvent) => Told | undefined;
  /** What it shows now of those that it has, by id. */
  readonly find: (ids: readonly string[]) => Promise<ReadonlyMap<string, State>>;
  /** Whether the log is read from its beginning, so that everything shown has to be met. */
  readonly whole: boolean;
  /** How many it had before the log was read, in any state. */
  readonly count?: number;
}

type States = readonly (State | undefined)[];

/** Not there, or in a state of which nothing is known. */
const BEFORE_IT_WAS_READ: States = [undefined, {}];
/** Looked up at a time. */
const PAGE = 5_000;
/** The parts of one batch reach a store in any order: for a moment it may show a state that never was. */
const LOOKS = 5;
const LOOK_AGAIN_MS = 200;

/**
 * Compares things whose states follow one another and never come back. A store may move on while the log is read: what
 * it shows has to be a state that the log knows, and none from before `applied`. Only what is not final is kept.
 */
export class ShownThings extends Check {
  /** By id: the state that was due and those after it; undefined stands for a thing that was not due yet. */
  private readonly open = new Map<string, States>();
  private final = new Map<string, States>();
  private readonly unmet: Set<string>;
  private known = 0;

  constructor(
    name: string,
    private readonly store: ShownIn,
  ) {
    super(name);
    this.unmet = new Set(store.shown.keys());
  }

  see(event: RecordedEvent): void {
    const told = this.store.tell(event);
    if (told === undefined) return;
    this.unmet.delete(told.id);
    if (told.first === true) this.known++;
    const before = this.open.get(told.id) ?? (this.store.whole ? [undefined] : BEFORE_IT_WAS_READ);
    const state = { ...before.at(-1), ...told.state };
    const due = event.sequence <= (this.store.applied.get(event.partition) ?? 0);
    if (due && told.final === true) {
      this.open.delete(told.id);
      this.final.set(told.id, [state]);
    } else {
      this.open.set(told.id, due ? [state] : [...before, state]);
    }
  }

  override async settle(): Promise<void> {
    const { final } = this;
    this.final = new Map();
    await this.compare([...final], 1);
  }

  override async finish(): Promise<void> {
    const open = [...this.open];
    for (let from = 0; from < open.length; from += PAGE)
      await this.compare(open.slice(from, from + PAGE), LOOKS);
    if (!this.store.whole) return;
    for (const id of this.unmet) this.differ(`${id} is shown, the log does not know it`);
    const { count = 0 } = this.store;
    if (count > this.known) this.differ(`there are ${count - this.known} more than the log knows`);
  }

  private async compare(things: [string, States][], looks: number): Promise<void> {
    this.compared += things.length;
    // What was due and was not shown then had come to its end, or is missing: that does not change any more.
    let differing = things.filter(([id, states]) => !fits(this.store.shown.get(id), states));
    let found: ReadonlyMap<string, State> = new Map();
    for (let look = 1; differing.length > 0 && look <= looks; look++) {
      if (look > 1) await sleep(LOOK_AGAIN_MS);
      found = await this.store.find(differing.map(([id]) => id));
      differing = differing.filter(([id, states]) => !fits(found.get(id), states));
    }
    for (const [id, states] of differing) this.differ(`${id}: ${wrong(found.get(id), states)}`);
  }
}

function fits(shown: State | undefined, states: States): boolean {
  return states.some((state) =>
    state === undefined || shown === undefined ? state === shown : differenceOf(shown, state) === undefined,
  );
}

function wrong(shown: State | undefined, states: States): string {
  const due = states.find((state) => state !== undefined) ?? {};
  return shown === undefined ? 'it is missing' : (differenceOf(shown, due) ?? 'it has gone back');
}
