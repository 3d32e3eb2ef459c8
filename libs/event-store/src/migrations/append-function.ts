/**
 * The whole of an append in one call. Locks are taken class by class, each class in ascending order (partitions,
 * accounts, transfers, keys), so that two appends never wait for each other in a circle; an append that finds anything
 * in its way raises (SQLSTATE TR001 to TR004, the ids as JSON in DETAIL) and leaves nothing behind.
 *
 * Arrays of equal length describe, in order: the events (e_*), the accounts that change (u_*), are new (o_*) or are
 * only verified (v_*), and the commands (c_*). `e_command` is the index of an event's command, from 1.
 */
export const appendFunction = `
CREATE FUNCTION append(
  at timestamptz,
  e_partition smallint[], e_account text[], e_version bigint[], e_type text[], e_type_version smallint[],
  e_data text[], e_command int[],
  u_id text[], u_expected bigint[], u_version bigint[], u_entries bigint[], u_posted bigint[], u_held bigint[],
  u_limit bigint[],
  o_id text[], o_partition smallint[], o_currency text[], o_version bigint[], o_entries bigint[], o_posted bigint[],
  o_held bigint[], o_limit bigint[],
  v_id text[], v_version bigint[],
  t_taken text[], t_probed text[],
  c_key text[], c_hash bytea[], c_status smallint[], c_response text[]
) RETURNS text[] LANGUAGE plpgsql
-- Plans are cached per connection: one made while the tables were small must not read them whole when they have grown.
SET enable_seqscan = off
AS $$
DECLARE
  latest timestamptz;
  clashing text[];
  tokens text[];
BEGIN
  -- Partitions first: from here on nobody else moves these heads, so commit order is sequence order.
  SELECT max(locked.recorded_at) INTO latest FROM (
    SELECT p.recorded_at FROM partitions p WHERE p.partition = ANY (e_partition) ORDER BY p.partition FOR UPDATE
  ) locked;
  IF latest > at THEN
    RAISE EXCEPTION 'clock' USING ERRCODE = 'TR004',
      DETAIL = json_build_array(ceil(extract(epoch FROM latest) * 1000)::bigint::text)::text;
  END IF;

  -- Accounts: changed ones must stand at the version they were decided on, and so must those only looked at.
  PERFORM 1 FROM accounts a WHERE a.id = ANY (u_id) OR a.id = ANY (v_id) ORDER BY a.id FOR UPDATE;
  SELECT array_agg(w.id) INTO clashing
  FROM (SELECT * FROM unnest(u_id, u_expected) UNION ALL SELECT * FROM unnest(v_id, v_version)) w (id, version)
  LEFT JOIN accounts a ON a.id = w.id
  WHERE a.version IS DISTINCT FROM w.version;
  IF clashing IS NULL AND cardinality(o_id) > 0 THEN
    WITH added AS (
      INSERT INTO accounts (id, partition, currency, version, entries, posted, held, overdraft_limit)
      SELECT * FROM unnest(o_id, o_partition, o_currency, o_version, o_entries, o_posted, o_held, o_limit) o (id)
      ORDER BY o.id ON CONFLICT DO NOTHING RETURNING id
    )
    SELECT array_agg(o.id) INTO clashing FROM unnest(o_id) o (id) WHERE o.id NOT IN (SELECT id FROM added);
  END IF;
  IF clashing IS NOT NULL THEN
    RAISE EXCEPTION 'versions' USING ERRCODE = 'TR002', DETAIL = array_to_json(clashing)::text;
  END IF;
  UPDATE accounts a
  SET version = u.version, entries = u.entries, posted = u.posted, held = u.held, overdraft_limit = u.overdraft_limit
  FROM unnest(u_id, u_version, u_entries, u_posted, u_held, u_limit)
    u (id, version, entries, posted, held, overdraft_limit)
  WHERE a.id = u.id;

  -- The events, densely numbered on from each partition's head; the last of each partition carries its new link.
  WITH added AS (
    SELECT e.*, p.head + row_number() OVER (PARTITION BY e.partition ORDER BY e.ord) AS sequence,
      row_number() OVER (PARTITION BY e.partition ORDER BY e.ord DESC) = 1 AS is_last
    FROM unnest(e_partition, e_account, e_version, e_type, e_type_version, e_data, e_command) WITH ORDINALITY
      e (partition, account, version, type, type_version, data, command, ord)
    JOIN partitions p ON p.partition = e.partition
  ), links AS (
    SELECT a.partition, max(a.sequence) AS head, sha256(p.link || convert_to(string_agg(
      concat_ws(' ', a.sequence, a.type, a.type_version, (extract(epoch FROM at) * 1000)::bigint, a.data), E'\\n'
      ORDER BY a.sequence), 'UTF8')) AS link
    FROM added a JOIN partitions p ON p.partition = a.partition GROUP BY a.partition, p.link
  ), heads AS (
    UPDATE partitions p SET head = l.head, link = l.link, recorded_at = at FROM links l WHERE p.partition = l.partition
  ), stored AS (
    INSERT INTO events (partition, sequence, account_id, account_version, type, type_version, data, recorded_at, link)
    SELECT a.partition, a.sequence, a.account, a.version, a.type, a.type_version, a.data, at,
      CASE WHEN a.is_last THEN l.link END
    FROM added a JOIN links l ON l.partition = a.partition
    ORDER BY a.partition, a.sequence
  ), touched AS (
    SELECT a.command, a.partition, max(a.sequence) AS sequence FROM added a GROUP BY a.command, a.partition
  ), token AS (
    SELECT t.command, string_agg(t.partition || ':' || t.sequence, ',' ORDER BY t.partition) AS token
    FROM touched t GROUP BY t.command
  )
  SELECT array_agg(coalesce(t.token, '') ORDER BY c.ord) INTO tokens
  FROM generate_subscripts(c_key, 1) c (ord) LEFT JOIN token t ON t.command = c.ord;

  -- What must be unique for ever.
  IF cardinality(t_taken) > 0 THEN
    WITH added AS (
      INSERT INTO transfers (id) SELECT t.id FROM unnest(t_taken) t (id) ORDER BY t.id
      ON CONFLICT DO NOTHING RETURNING id
    )
    SELECT array_agg(t.id) INTO clashing FROM unnest(t_taken) t (id) WHERE t.id NOT IN (SELECT id FROM added);
  END IF;
  IF clashing IS NULL AND cardinality(t_probed) > 0 THEN
    SELECT array_agg(t.id) INTO clashing FROM transfers t WHERE t.id = ANY (t_probed);
  END IF;
  IF clashing IS NOT NULL THEN
    RAISE EXCEPTION 'transfers' USING ERRCODE = 'TR003', DETAIL = array_to_json(clashing)::text;
  END IF;
  WITH added AS (
    INSERT INTO idempotency_keys (key, body_hash, status, response, token, created_at)
    SELECT c.key, c.hash, c.status, c.response, c.token, at
    FROM unnest(c_key, c_hash, c_status, c_response, tokens) c (key, hash, status, response, token)
    ORDER BY c.key ON CONFLICT DO NOTHING RETURNING key
  )
  SELECT array_agg(c.key) INTO clashing FROM unnest(c_key) c (key) WHERE c.key NOT IN (SELECT key FROM added);
  IF clashing IS NOT NULL THEN
    RAISE EXCEPTION 'keys' USING ERRCODE = 'TR001', DETAIL = array_to_json(clashing)::text;
  END IF;
  RETURN tokens;
END $$;
`;
