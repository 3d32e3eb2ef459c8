export * from './app-process.js';
export * from './breakable-wire.js';
export * from './postgres-recorder.js';
export * from './kill-before-position.js';
export * from './kill-rounds.js';
export * from './scratch-log.js';
export * from './scratch-topic.js';
export * from './server-url.js';
