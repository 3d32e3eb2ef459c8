export * from './append-of.js';
export * from './database.js';
export * from './test-writer.js';
export * from './small-disk.js';
