import { createProjectGraphAsync } from '@nx/devkit';
import { ESLint } from 'eslint';

/**
 * The rules of eslint.config.mjs, each shown failing on the line it exists to refuse. The text is linted as if it
 * stood in a file that exists, since typed linting wants one.
 */
const refused: [rule: string, file: string, line: string][] = [
  ['a read model imports the write side', 'libs/balances/src/index.ts', `import '@trine/domain';`],
  ['the banking API imports the event store', 'apps/banking-api/src/main.ts', `import '@trine/event-store';`],
  ['the domain imports the platform', 'libs/domain/src/index.ts', `import '@trine/platform';`],
  ['the domain imports a framework', 'libs/domain/src/index.ts', `import '@nestjs/common';`],
  ['the contracts import the platform', 'libs/contracts/src/index.ts', `import '@trine/platform';`],
  ['a shared library imports the write side', 'libs/event-bus/src/index.ts', `import '@trine/event-store';`],
  ['the write side imports a read model', 'apps/payments/src/main.ts', `import '@trine/history';`],
  ['an app imports an app', 'apps/banking-api/src/main.ts', `import '../../payments/src/main.js';`],
  ['another than balances talks to Redis', 'libs/history/src/index.ts', `import 'ioredis';`],
  ['another than history talks to MongoDB', 'apps/banking-api/src/main.ts', `import 'mongoose';`],
  [
    'another than analytics talks to ClickHouse',
    'libs/balances/src/index.ts',
    `import '@clickhouse/client';`,
  ],
  ['another than the bus talks to Kafka', 'apps/payments/src/main.ts', `import 'kafkajs';`],
  ['another than the event store uses the ORM', 'apps/payments/src/main.ts', `import 'typeorm';`],
  ['a read model talks to PostgreSQL', 'libs/balances/src/index.ts', `import 'pg';`],
];

const boundaryRules = ['@nx/enforce-module-boundaries', 'no-restricted-imports'];

describe('the architecture', () => {
  let eslint: ESLint;

  beforeAll(async () => {
    // Without a cached graph the Nx rule is skipped, and would pass everything.
    await createProjectGraphAsync();
    eslint = new ESLint();
  }, 60_000);

  const violations = async (code: string, filePath: string) => {
    const [result] = await eslint.lintText(code, { filePath });
    return result?.messages.map(({ ruleId }) => ruleId).filter((rule) => boundaryRules.includes(rule ?? ''));
  };

  it.each(refused)('refuses that %s', async (_rule, filePath, line) => {
    expect(await violations(`${line}\n`, filePath)).toHaveLength(1);
  });

  it('allows what the design draws', async () => {
    expect(
      await violations(`import '@trine/contracts';\nimport 'ioredis';\n`, 'libs/balances/src/index.ts'),
    ).toEqual([]);
    expect(await violations(`import '@trine/event-store';\n`, 'apps/payments/src/main.ts')).toEqual([]);
  });
});
