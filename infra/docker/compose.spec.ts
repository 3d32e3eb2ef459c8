import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { parse } from 'yaml';
import { serverNames } from '../native/server.js';
import { appSpecs } from '../launcher/apps.js';
import { appNames, localSettings, portVariable } from '../launcher/settings.js';

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly ports?: readonly string[];
  readonly profiles?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
}

const root = join(import.meta.dirname, '../..');
const compose = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, null>;
};
const settings = localSettings({});
const { ports } = settings;
const [, line] = /^ENTRYPOINT (.+)$/m.exec(readFileSync(join(root, 'Dockerfile'), 'utf8'))!;
const entrypoint = JSON.parse(line!) as string[];

describe('docker-compose.yml', () => {
  it('is what the Compose Specification describes', async () => {
    const { exitCode, all } = await execa('dclint', ['--quiet', 'docker-compose.yml'], {
      cwd: root,
      preferLocal: true,
      all: true,
      reject: false,
    });
    // Its warnings are about style; an error is a file that Docker would refuse.
    expect({ exitCode, all }).toMatchObject({ exitCode: 0 });
  });

  it('runs every server and every app, and nothing that the launcher does not know', () => {
    expect(Object.keys(compose.services).sort()).toEqual([...serverNames, ...appNames, 'migrate'].sort());
  });

  it.each(serverNames)('%s: an official image, healthy when it answers, its data in a volume', (name) => {
    const service = compose.services[name]!;
    expect(service.image).toMatch(
      /^(postgres:18|apache\/kafka:4\.1\.0|redis:8|mongo:8|clickhouse\/clickhouse-server:26\.7)$/,
    );
    expect(service.profiles).toBeUndefined();
    expect(service.healthcheck?.test.length).toBeGreaterThan(1);
    const [volume] = service.volumes!.map((mount) => mount.split(':')[0]!);
    expect(compose.volumes).toHaveProperty(volume!);
  });

  it.each(appNames)('%s: our image under the profile `apps`, started after the migration', (name) => {
    const service = compose.services[name]!;
    expect(service.build).toBe('.');
    expect(service.profiles).toEqual(['apps']);
    expect(service.environment).toMatchObject({ PORT: ports[name], HOST: '0.0.0.0' });
    const needed =
      name === 'banking-api'
        ? { payments: { condition: 'service_healthy' } }
        : { migrate: { condition: 'service_completed_successfully' } };
    expect(service.depends_on).toMatchObject(needed);
  });

  it.each(appNames)('%s: run with the options of Node.js of a native run', (name) => {
    const native = appSpecs(settings).find((app) => app.name === name)!;
    const main = `apps/${name}/dist/main.js`;
    const args = [...entrypoint.slice(1), ...compose.services[name]!.command!];
    expect(native.args.at(-1)!.endsWith(main)).toBe(true);
    expect(args).toEqual([...native.args.slice(0, -1), main]);
  });

  it.each([...serverNames, ...appNames])(
    '%s: the port of a native run, on the loopback address, moved by the same variable',
    (name) => {
      const published = compose.services[name]!.ports!;
      expect(published).toHaveLength(1);
      expect(published[0]).toMatch(
        new RegExp(`^127\\.0\\.0\\.1:\\$\\{${portVariable(name)}:-${ports[name]}\\}:\\d+$`),
      );
    },
  );
});
