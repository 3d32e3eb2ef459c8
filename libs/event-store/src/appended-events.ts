import {
  eventCatalogue,
  parseConsistencyToken,
  partitionOf,
  type EventType,
  type Positions,
  type StoredEvent,
} from '@trine/contracts';
import type { Append } from './event-store.js';

/** An event of an append, all but its sequence, which the store gives it. */
export interface AppendedEvent {
  readonly partition: number;
  readonly accountId: string;
  /** Of the account, after it. */
  readonly version: number;
  readonly type: EventType;
  readonly typeVersion: number;
  /** JSON text. */
  readonly data: string;
  /** Index of its command. */
  readonly command: number;
  /** Whether it is its command's last in its partition: that one's position stands in the command's token. */
  readonly last: boolean;
}

/** In loops, since every event passes here: arrays of arrays were a twelfth of all that a transfer allocates. */
export function appendedEvents({ commands }: Append): AppendedEvent[] {
  const all: AppendedEvent[] = [];
  for (let command = 0; command < commands.length; command++) {
    const { events } = commands[command]!;
    const partitions = events.map(({ data }) => partitionOf(data.accountId));
    for (let nth = 0; nth < events.length; nth++) {
      const { type, data } = events[nth]!;
      const partition = partitions[nth]!;
      all.push({
        partition,
        accountId: data.accountId,
        version: data.version,
        type,
        typeVersion: eventCatalogue[type].version,
        data: JSON.stringify(data),
        command,
        last: partitions.lastIndexOf(partition) === nth,
      });
    }
  }
  return all;
}

/**
 * The events as the store keeps them, in their order. `tokens`, one a command, name the sequence of the last event of a
 * command in each partition; those before it have the sequences right below, since an append's are dense.
 */
export function storedEvents(
  { commands, recordedAt }: Append,
  events: readonly AppendedEvent[],
  tokens: readonly string[],
): StoredEvent[] {
  const at = new Date(recordedAt).toISOString();
  const positions = tokens.map((token) => (token === '' ? undefined : parseConsistencyToken(token)!));
  const next = new Map<number, number>();
  const stored: StoredEvent[] = [];
  for (let nth = events.length - 1; nth >= 0; nth--) {
    const { partition, accountId, type, typeVersion, data, command } = events[nth]!;
    const sequence = next.get(partition) ?? (positions[command] as Positions).get(partition)!;
    next.set(partition, sequence - 1);
    const { correlationId } = commands[command]!;
    stored[nth] =
      correlationId === undefined
        ? { partition, sequence, accountId, type, typeVersion, data, recordedAt: at }
        : { partition, sequence, accountId, type, typeVersion, data, recordedAt: at, correlationId };
  }
  return stored;
}
