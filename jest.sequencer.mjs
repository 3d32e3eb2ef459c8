import Sequencer from '@jest/test-sequencer';

/**
 * The sample comes first: its test compares every account of it with the bank's own figures, and other tests move money
 * on some of them afterwards.
 */
export default class SampleFirst extends Sequencer {
  sort(tests) {
    const sorted = [...super.sort(tests)];
    const first = ({ path }) => (path.endsWith('sample.e2e.spec.ts') ? 0 : 1);
    return sorted.sort((a, b) => first(a) - first(b));
  }
}
