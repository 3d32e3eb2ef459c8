export * from './accounts/account.js';
export * from './accounts/open-account.js';
export * from './transfers/post-transfer.js';
export * from './decision.js';
export * from './decide.js';
export * from './evolve.js';
