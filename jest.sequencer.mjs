import Sequencer from '@jest/test-sequencer';

/**
 * Every test finds its place, whoever runs first; these are better off out of turn. The sample comes late: with it in
 * the log each `trine verify` takes many times as long. Then what needs it, or moves money on its accounts, whose
 * balances its own test compares with the bank's figures; last other large files. Side by side, what waits for faults
 * to pass comes first, so that none of it is left alone at the end.
 */
const TURNS = [
  { path: /(fault|killed|one-outage|rebuild|relay|stop)[^/]*\.int\.spec\.ts$/, turn: -1 },
  { path: /sample\.e2e\.spec\.ts$/, turn: 1 },
  { path: /(guides|readme|rebuild)\.e2e\.spec\.ts$/, turn: 2 },
  { path: /(another-file|crashes)\.e2e\.spec\.ts$/, turn: 3 },
];

const turnOf = (test) => TURNS.find(({ path }) => path.test(test.path))?.turn ?? 0;

export default class InTurn extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => turnOf(a) - turnOf(b));
  }
}
