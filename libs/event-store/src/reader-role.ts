import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import type { DataSource } from 'typeorm';

/** Roles belong to the whole server: migrations of several databases on it may make the same one at once. */
const patiently = retry(handleWhen(isConcurrentChange), {
  maxAttempts: 8,
  backoff: new ExponentialBackoff({ initialDelay: 20, maxDelay: 500 }),
});

/**
 * The read side's door: a role that may look at the log and at nothing that holds answers or keys. Safe to repeat, also
 * by several processes at once.
 */
export async function ensureReaderRole(
  dataSource: DataSource,
  role: string,
  password: string,
): Promise<void> {
  await patiently.execute(() => createOrAlter(dataSource, role, password));
  const [row] = await dataSource.query<{ name: string }[]>(`SELECT quote_ident($1) AS name`, [role]);
  await dataSource.query(
    `GRANT SELECT ON ledger, partitions, events, accounts, transfers, holds TO ${row!.name}`,
  );
}

async function createOrAlter(dataSource: DataSource, role: string, password: string): Promise<void> {
  // DDL takes no parameters: the server itself quotes what goes into it.
  const [row] = await dataSource.query<{ name: string; secret: string; exists: boolean }[]>(
    `SELECT quote_ident($1) AS name, quote_literal($2) AS secret,
            EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS exists`,
    [role, password],
  );
  const { name, secret, exists } = row!;
  await dataSource.query(`${exists ? 'ALTER' : 'CREATE'} ROLE ${name} LOGIN PASSWORD ${secret}`);
  await dataSource.query(`ALTER ROLE ${name} SET default_transaction_read_only = on`);
}

/** unique_violation, duplicate_object, or the catalogue's "tuple concurrently updated". */
function isConcurrentChange(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return code === '23505' || code === '42710' || /concurrently updated/.test(message ?? '');
}
