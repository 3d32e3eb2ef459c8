import { clickhouse } from './clickhouse.js';
import { kafka } from './kafka.js';
import { mongodb } from './mongodb.js';
import { postgres } from './postgres.js';
import { redis } from './redis.js';
import type { NativeServer } from './server.js';

/** All of them, the slowest to start first. */
export const nativeServers: readonly NativeServer[] = [kafka, clickhouse, postgres, mongodb, redis];
