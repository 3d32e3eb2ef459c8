import { acknowledged } from '../testing/acknowledged.js';
import { rollBack, takeSnapshot } from '../testing/data-folder.js';
import { kill } from '../testing/processes.js';
import { underLoad } from '../testing/recovery.js';
import { flushRedis } from '../testing/redis.js';

describe('the views are those of the log', () => {
  it('after Redis was flushed under load', async () => {
    const differences = await underLoad(async (journal) => {
      await acknowledged(journal, 100);
      await flushRedis();
      await acknowledged(journal, 100);
    });
    expect(differences).toEqual([]);
  }, 180_000);

  it('after Redis was rolled back to an older snapshot under load', async () => {
    const differences = await underLoad(async (journal) => {
      await acknowledged(journal, 100);
      const older = await takeSnapshot('redis');
      await acknowledged(journal, 100);
      await rollBack(older);
      await acknowledged(journal, 20);
    });
    expect(differences).toEqual([]);
  }, 180_000);

  it('after MongoDB and ClickHouse were killed under load', async () => {
    const differences = await underLoad(async (journal) => {
      for (let round = 0; round < 2; round++) {
        await acknowledged(journal, 100);
        await Promise.all([kill('mongodb'), kill('clickhouse')]);
      }
      await acknowledged(journal, 50);
    });
    expect(differences).toEqual([]);
  }, 180_000);

  it('after MongoDB and ClickHouse lost their last writes under load', async () => {
    const differences = await underLoad(async (journal) => {
      await acknowledged(journal, 100);
      const older = await Promise.all([takeSnapshot('mongodb'), takeSnapshot('clickhouse')]);
      await acknowledged(journal, 100);
      await Promise.all(older.map(rollBack));
      await acknowledged(journal, 20);
    });
    expect(differences).toEqual([]);
  }, 180_000);
});
