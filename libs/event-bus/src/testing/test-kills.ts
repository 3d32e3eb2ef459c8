import type { TestLedger } from '@trine/contracts/testing';
import { killBeforePosition, type ProjectorUnderTest } from './kill-before-position.js';
import { killRounds } from './kill-rounds.js';

/** Processes are started again and again, on a busy machine. */
const TIMEOUT_MS = 120_000;

/** The tests of a projector that writes its data and its position one after the other; `check` ends them. */
export function testKills(
  projector: () => ProjectorUnderTest,
  check: (ledger: TestLedger) => Promise<void>,
): void {
  it(
    'though the projector is killed again and again while they come',
    async () => {
      const { app, variable, storeUrl } = projector();
      await killRounds(app, { [variable]: storeUrl }, check);
    },
    TIMEOUT_MS,
  );

  it(
    'though the projector is killed between a batch and its position',
    () => killBeforePosition(projector(), check),
    TIMEOUT_MS,
  );
}
