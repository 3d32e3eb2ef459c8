import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom, by the tags in each package.json. infra/architecture/boundaries.spec.ts shows each of these
 * rules failing.
 */
const depConstraints = [
  { sourceTag: 'side:shared', onlyDependOnLibsWithTags: ['side:shared'] },
  { sourceTag: 'side:write', onlyDependOnLibsWithTags: ['side:write', 'side:shared'] },
  { sourceTag: 'side:read', onlyDependOnLibsWithTags: ['side:read', 'side:shared'] },
  { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['type:lib'] },
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:lib'] },
  { sourceTag: 'type:infra', onlyDependOnLibsWithTags: ['type:lib'] },
  {
    sourceTag: 'layer:domain',
    onlyDependOnLibsWithTags: ['layer:contracts'],
    allowedExternalImports: ['fast-check'],
  },
  { sourceTag: 'layer:contracts', onlyDependOnLibsWithTags: ['layer:contracts'] },
];

/** Each store and the bus are touched by their own library alone. */
const clients = {
  ioredis: ['libs/balances'],
  mongoose: ['libs/history'],
  mongodb: ['libs/history'],
  '@clickhouse/client': ['libs/analytics'],
  kafkajs: ['libs/event-bus'],
  typeorm: ['libs/event-store'],
  pg: ['libs/event-store', 'libs/event-bus'],
};

const clientOwnership = ownership();

/** One block per set of files: what a file may not import is every client that its library does not own. */
function ownership() {
  const owners = [...new Set(Object.values(clients).flat())];
  const restrict = (files, ignores, owner) => ({
    files,
    ignores,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: Object.entries(clients)
            .filter(([, libraries]) => !libraries.includes(owner))
            .map(([name, libraries]) => ({
              name,
              message: `Only ${libraries.join(' and ')} may talk to it.`,
            })),
        },
      ],
    },
  });
  // Integration tests look into a store from outside on purpose.
  const tests = ['**/*.int.spec.ts', '**/*.e2e.spec.ts', '**/testing/**'];
  const ownedFiles = owners.map((owner) => `${owner}/**/*.ts`);
  return [
    restrict(['{apps,libs,infra}/**/*.ts'], [...ownedFiles, ...tests]),
    ...owners.map((owner) => restrict([`${owner}/**/*.ts`], tests, owner)),
  ];
}

export default tseslint.config(
  { ignores: ['**/dist/', '.data/', '.nx/', 'node_modules/', '**/*.tsbuildinfo'] },
  js.configs.recommended,
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          checkDynamicDependenciesExceptions: [],
          enforceBuildableLibDependency: false,
          depConstraints,
        },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/require-await': 'off',
      // Leaving a field out of the rest is what the others are named for.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
    },
  },
  {
    files: ['apps/cli/**', 'infra/**', '**/chaos/**', '**/generate-*.ts', '**/migrate.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // Jest's asymmetric matchers and parsed answers are `any`; a test says what it expects of them.
    files: ['**/*.spec.ts', '**/testing/**'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
  ...clientOwnership,
  prettier,
);
