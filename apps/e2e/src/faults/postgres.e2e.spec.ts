import { acknowledged } from '../testing/acknowledged.js';
import { stopImmediately } from '../testing/processes.js';
import { underLoad } from '../testing/recovery.js';

describe('the event store', () => {
  it('stopped immediately under load comes back with all that was acknowledged, and nothing else', async () => {
    const differences = await underLoad(async (journal) => {
      for (let stops = 0; stops < 3; stops++) {
        await acknowledged(journal, 50);
        await stopImmediately('postgres');
      }
      await acknowledged(journal, 50);
    });
    expect(differences).toEqual([]);
  }, 180_000);
});
