import type { EntryResponse, StatementResponse } from '@trine/contracts';

/** A statement whose entries are read while it is written: a busy month does not have to fit in memory. */
export type StreamedStatement = Omit<StatementResponse, 'entries'> & {
  readonly entries: AsyncIterable<EntryResponse>;
};
