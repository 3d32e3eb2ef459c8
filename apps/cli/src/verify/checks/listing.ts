import type { Positions, RecordedEvent } from '@trine/contracts';
import { Check } from '../check.js';

/** Every account is in a list once. `listed`: how often each is, after the store was at `applied`. */
export class Listing extends Check {
  private readonly unmet: Set<string>;

  constructor(
    name: string,
    private readonly listed: ReadonlyMap<string, number>,
    private readonly applied: Positions,
  ) {
    super(name);
    this.unmet = new Set(listed.keys());
  }

  see({ type, data, partition, sequence }: RecordedEvent): void {
    if (type !== 'AccountOpened') return;
    this.unmet.delete(data.accountId);
    const times = this.listed.get(data.accountId) ?? 0;
    const due = sequence <= (this.applied.get(partition) ?? 0);
    this.compared++;
    if (times > 1 || (due && times === 0)) this.differ(`${data.accountId} is listed ${times} times`);
  }

  override async finish(): Promise<void> {
    for (const id of this.unmet) this.differ(`${id} is listed, the log does not know it`);
  }
}
