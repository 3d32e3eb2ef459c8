import type { Positions, RecordedEvent } from '@trine/contracts';
import { Check } from '../check.js';
import { differenceOf, type State } from '../state.js';

/** A record that an event leaves in a store for ever, or its part of one (a leg). */
export interface Kept {
  readonly id: string;
  readonly state: State;
  /** Set on the other parts of a record, so that it counts once. */
  readonly again?: boolean;
}

export interface KeptIn {
  /** How far the store was before anything was looked up: up to there nothing may be missing. */
  readonly applied: Positions;
  readonly recordOf: (event: RecordedEvent) => Kept | undefined;
  /** Those of the records that are there, by id. */
  readonly find: (ids: readonly string[]) => Promise<ReadonlyMap<string, State>>;
  /** How many records the store had before the log was read; undefined when only a part of the log is. */
  readonly count: number | undefined;
}

/**
 * Looks up what every event should have left in a store, a page of the log at a time, so that nothing is kept of what
 * was compared. Records never change: a store may move on meanwhile.
 */
export class KeptRecords extends Check {
  private wanted = new Map<string, { state: State; of: string }>();
  private known = 0;

  constructor(
    name: string,
    private readonly kept: KeptIn,
  ) {
    super(name);
  }

  see(event: RecordedEvent): void {
    const record = this.kept.recordOf(event);
    if (record === undefined) return;
    if (record.again !== true) this.known++;
    if (event.sequence > (this.kept.applied.get(event.partition) ?? 0)) return;
    const state = { ...this.wanted.get(record.id)?.state, ...record.state };
    this.wanted.set(record.id, { state, of: event.data.accountId });
  }

  override async settle(): Promise<void> {
    const { wanted } = this;
    if (wanted.size === 0) return;
    this.wanted = new Map();
    const found = await this.kept.find([...wanted.keys()]);
    for (const [id, { state, of }] of wanted) {
      this.compared++;
      const shown = found.get(id);
      const difference = shown === undefined ? 'it is missing' : differenceOf(shown, state);
      if (difference !== undefined) this.differ(`${id} of ${of}: ${difference}`);
    }
  }

  override async finish(): Promise<void> {
    const { count } = this.kept;
    if (count !== undefined && count > this.known)
      this.differ(`there are ${count - this.known} more than the log knows`);
  }
}
