/**
 * One configuration for every project. Which tests run is chosen by name: `*.spec.ts` (unit, no I/O) by default,
 * `*.int.spec.ts` (real servers) with TRINE_TESTS=int, `*.e2e.spec.ts` (the running system) with TRINE_TESTS=e2e.
 */
const kind = process.env.TRINE_TESTS ?? 'unit';
const testRegex = {
  unit: '(?<!\\.int|\\.e2e)\\.spec\\.ts$',
  int: '\\.int\\.spec\\.ts$',
  e2e: '\\.e2e\\.spec\\.ts$',
}[kind];

/** @type {import('jest').Config} */
export default {
  rootDir: import.meta.dirname,
  testRegex,
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/.data/'],
  modulePathIgnorePatterns: ['<rootDir>/.data/', '/dist/'],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@trine/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  testSequencer: '<rootDir>/jest.sequencer.mjs',
  testTimeout: kind === 'unit' ? 10_000 : 60_000,
};
