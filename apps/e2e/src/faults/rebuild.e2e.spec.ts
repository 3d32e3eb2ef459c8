import { acknowledged } from '../testing/acknowledged.js';
import { startTrine, type RunningCli } from '../testing/cli.js';
import { ensureSample } from '../testing/documents.js';
import { Readers, type Question } from '../testing/readers.js';
import { underLoad } from '../testing/recovery.js';

const views = ['balances', 'history', 'analytics'];
/** Between two commands of a caller: a rebuild is load of its own. */
const PAUSE_MS = 100;
const PROGRESS = /[1-9]\d*\/\d+ \(\d+%\), \d+\/s/;
const SWITCHED = /rebuilt from \d+ events in [\d.]+ s \(\d+\/s\); readers have the new copy/;

const running: RunningCli[] = [];
let readers: Readers | undefined;
afterEach(async () => {
  await Promise.all(running.map((each) => each.kill()));
  await readers?.stop();
});

/** An account's newest version in two views, and how much moved since then in the third. */
function questions(account: string, since: Date): Question[] {
  const volume = `/v1/analytics/volume?currency=CZK&interval=month&from=${since.toISOString()}`;
  return [
    { path: `/v1/accounts/${account}/balance`, newest: ({ version }) => version },
    { path: `/v1/accounts/${account}/entries?limit=1`, newest: ({ entries }) => entries[0]?.entry ?? 0 },
    {
      path: volume,
      newest: ({ buckets }: { buckets: { transfers: number }[] }) =>
        buckets.reduce((sum, { transfers }) => sum + transfers, 0),
    },
  ];
}

function rebuild(view: string): RunningCli {
  const cli = startTrine('rebuild', view);
  running.push(cli);
  return cli;
}

async function killedMidway(view: string): Promise<void> {
  const cli = rebuild(view);
  await cli.says(PROGRESS);
  const { code, output } = await cli.kill();
  expect({ code, output }).toEqual({ code: null, output: expect.not.stringMatching(SWITCHED) });
}

async function switchedOver(view: string): Promise<RunningCli> {
  const cli = rebuild(view);
  await cli.says(SWITCHED);
  return cli;
}

describe('a rebuild of each view under load', () => {
  // Enough events that the first word of progress comes in the middle.
  beforeAll(ensureSample, 300_000);

  it('killed in the middle and run again ends, and no reader is ever interrupted or shown less than before', async () => {
    const since = new Date();
    const waiting: RunningCli[] = [];
    const differences = await underLoad(
      async (journal) => {
        await acknowledged(journal, 50);
        readers = await Readers.start(questions(journal.posted[0]!.to, since));
        for (const view of views) {
          await killedMidway(view);
          waiting.push(await switchedOver(view));
        }
        await acknowledged(journal, 50);
      },
      { pauseMs: PAUSE_MS },
    );
    expect(differences).toEqual([]);
    // It waits for readers to leave the old copy, and drops it, while the new one is read; the others are killed waiting.
    const { code, output } = await waiting[0]!.ended;
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringMatching(PROGRESS) });
    expect(output).toMatch(/the old copy is dropped/);
    const { answers, complaints } = await readers!.stop();
    expect(complaints).toEqual([]);
    expect(answers).toBeGreaterThan(0);
  }, 240_000);
});
