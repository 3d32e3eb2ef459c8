import type { Positions } from '@trine/contracts';
import { ViewWatch } from './view-watch.js';

/** A view that moves on by one with every poll. */
class MovingView {
  readonly name = 'moving';
  polls = 0;
  failing = false;

  async positions(): Promise<Positions> {
    this.polls++;
    if (this.failing) throw new Error('the store is down');
    return new Map([[3, this.polls]]);
  }
}

const at = (sequence: number): Positions => new Map([[3, sequence]]);
const POLL_MS = 1;

describe('ViewWatch', () => {
  it('lets a reader go when the view has what it wants', async () => {
    const view = new MovingView();
    await new ViewWatch(view, POLL_MS).reached(at(3));
    expect(view.polls).toBe(3);
  });

  it('polls once for everybody who waits, and not at all when nobody does', async () => {
    const view = new MovingView();
    const watch = new ViewWatch(view, POLL_MS);
    await Promise.all(Array.from({ length: 100 }, (_, i) => watch.reached(at((i % 4) + 1))));
    expect(view.polls).toBe(4);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(view.polls).toBe(4);
  });

  it('tells a reader of what never comes that the view is behind', async () => {
    const watch = new ViewWatch(new MovingView(), POLL_MS);
    await expect(watch.reached(new Map([[4, 1]]))).rejects.toMatchObject({ code: 'read_model_behind' });
  });

  it('tells it in time also when the view does not answer at all', async () => {
    const silent = { name: 'silent', positions: () => new Promise<Positions>(() => undefined) };
    const watch = new ViewWatch(silent, POLL_MS);
    await expect(watch.reached(at(1))).rejects.toMatchObject({ code: 'read_model_behind' });
  });

  it('passes on that the view does not answer, and asks again for the next reader', async () => {
    const view = new MovingView();
    const watch = new ViewWatch(view, POLL_MS);
    view.failing = true;
    await expect(watch.reached(at(1))).rejects.toThrow('the store is down');
    view.failing = false;
    await watch.reached(at(1));
  });

  it('takes only so many readers', async () => {
    const watch = new ViewWatch(new MovingView(), POLL_MS);
    const waiting = Array.from({ length: 10_001 }, () => watch.reached(at(2)));
    const outcomes = await Promise.allSettled(waiting);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toEqual([
      { status: 'rejected', reason: expect.objectContaining({ code: 'overloaded' }) },
    ]);
  });
});
