export * from './database.js';
export * from './test-writer.js';
