import type { DataSource } from 'typeorm';

/**
 * The read side's door: a role that may look at the log and at nothing that holds answers or keys. Safe to repeat, also
 * by several processes at once (the caller holds the migration lock).
 */
export async function ensureReaderRole(
  dataSource: DataSource,
  role: string,
  password: string,
): Promise<void> {
  const [row] = await dataSource.query<{ literal: string; name: string; exists: boolean }[]>(
    `SELECT quote_ident($1) AS name, quote_literal($2) AS literal,
            EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS exists`,
    [role, password],
  );
  const { name, literal, exists } = row!;
  await dataSource.query(`${exists ? 'ALTER' : 'CREATE'} ROLE ${name} LOGIN PASSWORD ${literal}`);
  await dataSource.query(`GRANT SELECT ON ledger, partitions, events, accounts TO ${name}`);
  await dataSource.query(`ALTER ROLE ${name} SET default_transaction_read_only = on`);
}
