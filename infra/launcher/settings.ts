import { join, resolve } from 'node:path';
import { postgresReaderUrl, postgresUrl } from '../native/postgres.js';
import { serverNames, type ServerName } from '../native/server.js';

/** The repository. This file runs from infra/dist/launcher. */
export const ROOT = resolve(import.meta.dirname, '../../..');

export const appNames = [
  'payments',
  'balances-projector',
  'history-projector',
  'analytics-projector',
  'banking-api',
] as const;
export type AppName = (typeof appNames)[number];

/** Kafka's controller listens on the port after its own. */
export type Ports = Readonly<Record<ServerName | AppName, number>>;

const DEFAULT_PORTS: Ports = {
  postgres: 15432,
  kafka: 19092,
  redis: 16379,
  mongodb: 17017,
  clickhouse: 18123,
  'banking-api': 3000,
  payments: 3001,
  'balances-projector': 3002,
  'history-projector': 3003,
  'analytics-projector': 3004,
};

/** Setting one of these means: that server is used and not started. */
const EXTERNAL: Readonly<Record<ServerName, string>> = {
  postgres: 'TRINE_POSTGRES_URL',
  kafka: 'TRINE_KAFKA_BROKERS',
  redis: 'TRINE_REDIS_URL',
  mongodb: 'TRINE_MONGODB_URL',
  clickhouse: 'TRINE_CLICKHOUSE_URL',
};

export interface Settings {
  /** Everything that is kept or written at run time. */
  readonly dataDir: string;
  readonly runDir: string;
  readonly logDir: string;
  readonly ports: Ports;
  /** Servers that are ours to start. */
  readonly ownServers: readonly ServerName[];
  /** What every app, the CLI and the tests read. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The variable that moves a port: TRINE_PORT_BANKING_API, TRINE_PORT_POSTGRES, … */
export function portVariable(name: string): string {
  return `TRINE_PORT_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** A run that people see: the agreed ports, unless the environment says otherwise. */
export function localSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const ports = Object.fromEntries(
    Object.entries(DEFAULT_PORTS).map(([name, port]) => [
      name,
      Number(environment[portVariable(name)] || port),
    ]),
  ) as Record<ServerName | AppName, number>;
  return settingsOf(join(ROOT, '.data'), ports, environment);
}

export function settingsOf(dataDir: string, ports: Ports, environment: NodeJS.ProcessEnv): Settings {
  const own: Record<string, string> = {
    TRINE_POSTGRES_URL: postgresUrl(ports.postgres),
    TRINE_KAFKA_BROKERS: `127.0.0.1:${ports.kafka}`,
    TRINE_REDIS_URL: `redis://127.0.0.1:${ports.redis}`,
    TRINE_MONGODB_URL: `mongodb://127.0.0.1:${ports.mongodb}/trine?directConnection=true`,
    TRINE_CLICKHOUSE_URL: `http://127.0.0.1:${ports.clickhouse}/trine`,
  };
  const given = Object.fromEntries(
    Object.keys(own).flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  );
  const urls = { ...own, ...given };
  return {
    dataDir,
    runDir: join(dataDir, 'run'),
    logDir: join(dataDir, 'log'),
    ports,
    ownServers: serverNames.filter((name) => given[EXTERNAL[name]] === undefined),
    environment: {
      ...urls,
      TRINE_POSTGRES_READER_URL:
        environment['TRINE_POSTGRES_READER_URL'] || readerUrl(urls['TRINE_POSTGRES_URL']!, ports, given),
      TRINE_PAYMENTS_URL: `http://127.0.0.1:${ports.payments}`,
      TRINE_API_URL: `http://127.0.0.1:${ports['banking-api']}`,
      TRINE_RUN_DIR: join(dataDir, 'run'),
    },
  };
}

/** On a server of somebody else's the reader's role is made there, by the migration, under the same name. */
function readerUrl(url: string, ports: Ports, given: Record<string, string | undefined>): string {
  const own = new URL(postgresReaderUrl(ports.postgres));
  if (given['TRINE_POSTGRES_URL'] === undefined) return own.href;
  return Object.assign(new URL(url), { username: own.username, password: own.password }).href;
}
