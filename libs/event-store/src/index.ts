export * from './append-conflict.js';
export * from './error-fields.js';
export * from './event-store.js';
export * from './migrate.js';
export * from './postgres-event-store.js';
export * from './spare-segments.js';
export * from './transient.js';
export * from './vacuum.js';
