import { STATES, type Connection, type ConnectOptions } from 'mongoose';

/** All in milliseconds but the size: how long each part of talking to the server may take. */
export const connectionOptions: ConnectOptions = {
  // int64 amounts are bigint on both sides, never a lossy number.
  useBigInt64: true,
  // A call without a server fails within this instead of waiting in a queue; callers retry or answer 503.
  serverSelectionTimeoutMS: 1_000,
  bufferCommands: false,
  connectTimeoutMS: 1_000,
  // How soon a server that went away unnoticed is missed.
  heartbeatFrequencyMS: 1_000,
  // The longest bulk write of a batch takes a fraction of it.
  socketTimeoutMS: 10_000,
  // More at once than the server has cores only wait there instead of here.
  maxPoolSize: 32,
  waitQueueTimeoutMS: 2_000,
  autoCreate: false,
  autoIndex: false,
};

/** Calls back whenever connections to the server broke, be it in use or between two calls. */
export function onServerLost(connection: Connection, listener: () => void): void {
  connection.on('disconnected', listener);
  // A server that restarts between two heartbeats is seen only by the connections that it took with it.
  const watchPool = () => connection.getClient().on('connectionPoolCleared', listener);
  if (connection.readyState === STATES.connected) watchPool();
  else connection.once('open', watchPool);
}

/** For reads on behalf of a caller who waits. */
export const QUERY_LIMITS = { maxTimeMS: 2_000 } as const;
