import { eventCatalogue, type StoredEvent } from '@trine/contracts';
import { clickHouseTime } from '../clickhouse/dialect.js';

/** Lines of the `log_entries` table, separated by tabs. */
export interface LogEntries {
  readonly count: number;
  readonly text: string;
}

export const NO_LOG_ENTRIES: LogEntries = { count: 0, text: '' };

const { version } = eventCatalogue.EntryPosted;

/** Whether the server can make a row of it: that knows one version only. */
export function isLogEntry({ type, typeVersion }: StoredEvent): boolean {
  return type === 'EntryPosted' && typeVersion === version;
}

export function logEntriesOf(events: readonly StoredEvent[]): LogEntries {
  let text = '';
  // All commands of an append have the same time.
  let last = { at: '', time: '' };
  for (const { partition, sequence, recordedAt, data } of events) {
    if (recordedAt !== last.at) last = { at: recordedAt, time: clickHouseTime(recordedAt) };
    text += `${partition}\t${sequence}\t${last.time}\t${escaped(data)}\n`;
  }
  return { count: events.length, text };
}

/** Most texts have nothing to escape. What is looked for one by one is found faster than by a pattern. */
function escaped(data: string): string {
  if (!data.includes('\\') && !data.includes('\n') && !data.includes('\t')) return data;
  return data.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
