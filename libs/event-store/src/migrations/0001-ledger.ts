import { PARTITIONS } from '@trine/contracts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The log, what decisions are made on, and what must be unique for ever. */
export class Ledger1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ledger (id uuid PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now());
      INSERT INTO ledger (id) VALUES (gen_random_uuid());

      CREATE FUNCTION log_id() RETURNS uuid LANGUAGE sql STABLE AS $$
        SELECT md5(concat_ws(' ', ledger.id, system_identifier, pg_database.oid))::uuid
        FROM ledger, pg_control_system(), pg_database WHERE datname = current_database()
      $$;
      COMMENT ON FUNCTION log_id() IS 'Another one as soon as a dump is restored: in another database, or on another server';

      CREATE TABLE partitions (
        partition smallint PRIMARY KEY,
        head bigint NOT NULL DEFAULT 0,
        recorded_at timestamptz(3) NOT NULL DEFAULT 'epoch',
        link bytea NOT NULL DEFAULT '\\x'
      ) WITH (fillfactor = 50);
      INSERT INTO partitions (partition) SELECT generate_series(0, ${PARTITIONS - 1});

      CREATE TABLE events (
        partition smallint NOT NULL,
        sequence bigint NOT NULL,
        account_id text NOT NULL,
        account_version bigint NOT NULL,
        type text NOT NULL,
        type_version smallint NOT NULL,
        data text NOT NULL,
        recorded_at timestamptz(3) NOT NULL,
        correlation_id text,
        link bytea NOT NULL,
        PRIMARY KEY (partition, sequence)
      );
      COMMENT ON COLUMN events.correlation_id IS 'Of the request; null where the ledger acted by itself';
      COMMENT ON COLUMN events.link IS 'Tamper chain: SHA-256 over the link before and this event';

      CREATE TABLE accounts (
        id text PRIMARY KEY,
        partition smallint NOT NULL,
        version bigint NOT NULL,
        entries bigint NOT NULL,
        currency text NOT NULL,
        posted bigint NOT NULL,
        held bigint NOT NULL,
        overdraft_limit bigint,
        status text NOT NULL
      ) WITH (fillfactor = 70);
      COMMENT ON COLUMN accounts.overdraft_limit IS 'Minor units; null is unlimited';

      CREATE TABLE account_profiles (
        id text PRIMARY KEY,
        name text,
        metadata text,
        opened_at timestamptz(3) NOT NULL
      );
      COMMENT ON TABLE account_profiles IS 'What never changes of an account, apart from what every entry rewrites';

      CREATE TABLE transfers (
        id text PRIMARY KEY,
        legs text NOT NULL,
        reversed bigint NOT NULL,
        reverses text
      );
      COMMENT ON COLUMN transfers.legs IS 'JSON: [from, to, amount, currency] of each leg';
      COMMENT ON COLUMN transfers.reversed IS 'Minor units of the first leg that were taken back';

      CREATE TABLE holds (
        id text PRIMARY KEY,
        account_id text NOT NULL,
        to_id text NOT NULL,
        currency text NOT NULL,
        amount bigint NOT NULL,
        captured bigint NOT NULL,
        status text NOT NULL,
        expires_at timestamptz(3),
        texts text NOT NULL,
        placed_at timestamptz(3) NOT NULL
      );
      COMMENT ON COLUMN holds.texts IS 'JSON: category, reference, description, metadata';
      CREATE INDEX holds_due ON holds (expires_at) WHERE status = 'open' AND expires_at IS NOT NULL;

      CREATE TABLE idempotency_keys (
        key text PRIMARY KEY,
        body_hash bytea NOT NULL,
        status smallint NOT NULL,
        response text NOT NULL,
        token text NOT NULL,
        created_at timestamptz(3) NOT NULL
      );
      CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

      CREATE TABLE relay_cursors (partition smallint PRIMARY KEY, sequence bigint NOT NULL DEFAULT 0);
      INSERT INTO relay_cursors (partition) SELECT generate_series(0, ${PARTITIONS - 1});
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE relay_cursors, idempotency_keys, holds, transfers, account_profiles, accounts, events, partitions, ledger',
    );
  }
}
