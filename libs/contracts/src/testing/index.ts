export * from './test-ledger.js';
export * from './arbitraries.js';
