import { setTimeout as sleep } from 'node:timers/promises';
import { acknowledged } from '../testing/acknowledged.js';
import { busHoldsTheLog, wipeKafka } from '../testing/kafka-disk.js';
import { whileDown } from '../testing/processes.js';
import { underLoad } from '../testing/recovery.js';
import { appliedByAll, eventually, heads } from '../testing/system.js';

const A_MINUTE_MS = 60_000;

describe('the bus', () => {
  it('down for a minute: commands go on and views show them; back, it gets what it missed', async () => {
    const differences = await underLoad(async (journal) => {
      await whileDown('kafka', async () => {
        await Promise.all([sleep(A_MINUTE_MS), acknowledged(journal, 200)]);
        const log = await heads();
        await eventually('the views go on by the log', async () =>
          (await appliedByAll()).every((at, i) => at >= log[i]!),
        );
      });
      await acknowledged(journal, 50);
    });
    expect(differences).toEqual([]);
    await busHoldsTheLog();
  }, 300_000);

  it('whose disk is wiped is filled again from the event store, and no view misses anything', async () => {
    const differences = await underLoad(async (journal) => {
      await acknowledged(journal, 100);
      await wipeKafka();
      await acknowledged(journal, 100);
    });
    expect(differences).toEqual([]);
    await busHoldsTheLog();
  }, 180_000);
});
