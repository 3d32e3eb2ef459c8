export * from './copies.js';
export * from './projection.js';
export * from './reader.js';
export { BALANCES, type BalancesConfig } from './store.js';
