import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir, cached, exists } from './cache.js';
import { probeTcp } from './probes.js';
import { run } from './run.js';
import type { NativeServer } from './server.js';
import { ensurePrograms } from './system-packages.js';

const VERSION = '4.1.0';
const CACHE = `kafka-${VERSION}`;
const LOGGER_VERSION = '1.7.36';

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>trine</groupId><artifactId>kafka</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${VERSION}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>${LOGGER_VERSION}</version></dependency>
  </dependencies>
</project>
`;

/** One node that is broker and controller; its controller listens on the port after the broker's. */
const properties = (dir: string, port: number) =>
  Object.entries({
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.bootstrap.servers': `127.0.0.1:${port + 1}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${port + 1}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '3',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    'auto.create.topics.enable': 'false',
    'log.dirs': join(dir, 'log'),
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

/** On a small machine compiler and collector threads cost more than slower code: a broker has little to do here. */
const SMALL_JVM = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

const classpath = () => join(cacheDir(CACHE), 'libs', '*');

/** Any 16 bytes, as `StorageTool random-uuid` writes them; never with a `-` first, which would be an option. */
function clusterId(): string {
  const bytes = randomBytes(16);
  bytes[0]! &= 0x7f;
  return bytes.toString('base64url');
}

export const kafka: NativeServer = {
  name: 'kafka',
  title: `Kafka ${VERSION}`,

  async install(report) {
    await ensurePrograms({ java: 'openjdk-17-jre-headless' }, report);
    await cached(CACHE, async (dir) => {
      await ensurePrograms({ mvn: 'maven' }, report);
      await writeFile(join(dir, 'pom.xml'), POM);
      await run('mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=libs'], {
        cwd: dir,
        onLine: report,
      });
    });
  },

  async prepare(dir, port) {
    await mkdir(dir, { recursive: true });
    const config = join(dir, 'server.properties');
    await writeFile(config, properties(dir, port));
    if (await exists(join(dir, 'log', 'meta.properties'))) return;
    const format = ['kafka.tools.StorageTool', 'format', '--standalone', '-t', clusterId(), '-c', config];
    await run('java', [...SMALL_JVM, '-cp', classpath(), ...format]);
  },

  spec(dir) {
    const args = [
      '-Xmx512m',
      '-Xms256m',
      ...SMALL_JVM,
      '-cp',
      classpath(),
      'kafka.Kafka',
      join(dir, 'server.properties'),
    ];
    return { name: 'kafka', command: 'java', args, cwd: dir, stopTimeoutMs: 15_000 };
  },

  /** ApiVersions, version 0, as any client begins: answered with the correlation id. */
  probe(port) {
    const request = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 0xff, 0xff]);
    return probeTcp(port, request, '\0\0\0\x07');
  },
};
