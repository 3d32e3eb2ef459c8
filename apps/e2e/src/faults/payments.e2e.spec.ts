import { setTimeout as sleep } from 'node:timers/promises';
import { acknowledged } from '../testing/acknowledged.js';
import type { Journal } from '../testing/journal.js';
import { kill, startPayments, type OtherPayments } from '../testing/processes.js';
import { recordedBackwards } from '../testing/recorded-times.js';
import { underLoad } from '../testing/recovery.js';
import { apiUrl, eventually } from '../testing/system.js';

/** Kills that are tried until the wanted moment was met. */
const MAX_KILLS = 30;

let other: OtherPayments | undefined;
afterEach(async () => {
  await other?.stop();
  other = undefined;
});

describe('payments', () => {
  it('killed under load, also after a commit and before the reply, has one effect and the first answer', async () => {
    const differences = await underLoad(async (journal) => {
      for (let kills = 0; kills < 3 || (journal.replays === 0 && kills < MAX_KILLS); kills++) {
        await kill('payments');
        await acknowledged(journal, 20);
      }
      expect(journal.replays).toBeGreaterThan(0);
    });
    expect(differences).toEqual([]);
  }, 240_000);

  it('stopped, overtaken by another process on the same keys and accounts, and resumed', async () => {
    const frozen = (other = await startPayments());
    const differences = await underLoad(
      async (journal) => {
        for (let round = 0; round < 2; round++) {
          await sleep(1_000);
          frozen.signal('SIGSTOP');
          // Callers who hear nothing repeat their commands at the other one, with the same keys.
          const repeated = journal.repeats + 10;
          await eventually('commands are repeated', async () => journal.repeats >= repeated);
          await acknowledged(journal, 20);
          frozen.signal('SIGCONT');
        }
      },
      { targets: [frozen.url, apiUrl] },
    );
    expect(differences).toEqual([]);
  }, 240_000);

  it('whose clock is set back by an hour records no time before what was recorded', async () => {
    const clock = new URL('../../dist/testing/clock-set-back.js', import.meta.url).href;
    const slow = (other = await startPayments(['--import', clock]));
    let journal: Journal;
    const differences = await underLoad(
      async (running) => {
        journal = running;
        await sleep(1_000);
        slow.signal('SIGUSR2');
        await acknowledged(journal, 100);
      },
      { targets: [slow.url] },
    );
    expect(differences).toEqual([]);
    expect(await recordedBackwards(journal!)).toEqual([]);
  }, 240_000);
});
