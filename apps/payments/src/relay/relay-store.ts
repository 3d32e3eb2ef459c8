import { EventStore } from '@trine/event-store';

/** The event store over connections of the relay's own, so that publishing never takes one from an append. */
export abstract class RelayStore extends EventStore {}
