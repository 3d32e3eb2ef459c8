import Type from 'typebox';

/** What every app reads; an app's own schema spreads it. */
export const appConfigFields = (port: number) => ({
  HOST: Type.String({ default: '127.0.0.1', description: 'Address to listen on' }),
  PORT: Type.Integer({
    default: port,
    minimum: 0,
    maximum: 65535,
    description: 'Port to listen on, 0 for any',
  }),
  LOG_LEVEL: Type.Enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], { default: 'info' }),
});

/** Where the servers are; defaults are those of a local run (infra/). */
export const storeConfigFields = {
  postgres: {
    TRINE_POSTGRES_URL: Type.String({ default: 'postgres://trine:trine@127.0.0.1:15432/trine' }),
  },
  postgresReader: {
    TRINE_POSTGRES_READER_URL: Type.String({
      default: 'postgres://trine_reader:trine_reader@127.0.0.1:15432/trine',
    }),
  },
  kafka: {
    TRINE_KAFKA_BROKERS: Type.String({
      default: '127.0.0.1:19092',
      description: 'host:port, comma separated',
    }),
    TRINE_TOPIC: Type.String({ default: 'ledger.events.v1' }),
  },
  redis: { TRINE_REDIS_URL: Type.String({ default: 'redis://127.0.0.1:16379' }) },
  mongodb: {
    TRINE_MONGODB_URL: Type.String({ default: 'mongodb://127.0.0.1:17017/trine?directConnection=true' }),
  },
  clickhouse: { TRINE_CLICKHOUSE_URL: Type.String({ default: 'http://127.0.0.1:18123/trine' }) },
} as const;
