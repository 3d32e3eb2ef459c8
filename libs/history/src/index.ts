export * from './copies.js';
export { markOf } from './documents/account.js';
export type { HistoryConfig } from './mongo/server.js';
export { HISTORY } from './store.js';
export { MongoHistory } from './projection.js';
export { DEFAULT_ENTRIES_LIMIT, HistoryReader, MAX_ENTRIES_LIMIT, type EntriesQuery } from './reader.js';
export type { EntryFilter } from './reading/filter.js';
export type { KeptFields, KeptKind } from './reading/kept.js';
export type { StatementHead } from './reading/statement.js';
