import { maintain } from './maintenance.js';

/**
 * Does at once what autovacuum does after a large load, and ends what is to be written of it. Otherwise that would go on
 * beside whatever is done next; pgbench, too, vacuums the tables that it has filled. `url`: as a superuser, or as the
 * tables' owner who is granted pg_checkpoint.
 */
export async function vacuum(url: string): Promise<void> {
  await maintain(url, async (client) => {
    await client.query('VACUUM (ANALYZE)');
    await client.query('CHECKPOINT');
  });
}
