/** Events in the pages that all partitions of a view apply at the same time; as many again are read ahead. */
const MAX_FILLING = 16_000;
/** The same of a view that reads them as they are stored: a few hundred bytes each, and never decoded here. */
export const MAX_FILLING_STORED = 40_000;
/** The largest page of all is half of them: what a view's store takes in a fraction of its timeout. */
const MIN_PAGES = 2;

/**
 * How much of the log one partition of a view reads at a time. The fewer of them are behind, the more each: where most
 * of the money goes through one account, its partition has most of the log, and is alone when the others are done.
 */
export class FillShare {
  private filling = 0;

  constructor(private readonly events = MAX_FILLING) {}

  get page(): number {
    return Math.floor(this.events / Math.max(MIN_PAGES, this.filling));
  }

  /** Counts one partition in until its work is done. */
  async during(work: () => Promise<void>): Promise<void> {
    this.filling++;
    try {
      await work();
    } finally {
      this.filling--;
    }
  }
}
