/**
 * The whole of an append in one call. Locks are taken class by class, each class in ascending order (partitions, which
 * stand for their accounts, then transfers, holds, keys), so that two appends never wait for each other in a circle; an
 * append that finds anything in its way raises (SQLSTATE TR001 to TR007, the ids as JSON in DETAIL) and leaves nothing
 * behind. What is new is simply inserted, and only a clash looks for what clashed: ON CONFLICT would cost every row a
 * second look at its index.
 *
 * `name` is the append's own, `follows` that of the append which must be the last one of this connection that was
 * recorded; null when it rests on none. Arrays of equal length describe, in order: the events (e_*), the accounts that change (u_*), are new (o_*) or are
 * only verified (v_*), new transfers (t_*) and those that were taken back (r_*), new holds (h_*) and those that were
 * captured or released (g_*), ids that must still be free (t_probed, h_probed), and the commands (c_*). `e_command` is
 * the index of an event's command, from 1; `e_last` marks a command's last event in each partition, whose positions are
 * the command's token.
 */
export const appendFunction = `
CREATE FUNCTION append(
  name text, follows text, at timestamptz,
  e_partition smallint[], e_account text[], e_version bigint[], e_type text[], e_type_version smallint[],
  e_data text[], e_command int[], e_last boolean[],
  u_id text[], u_expected bigint[], u_version bigint[], u_entries bigint[], u_posted bigint[], u_held bigint[],
  u_limit bigint[], u_status text[],
  o_id text[], o_partition smallint[], o_currency text[], o_version bigint[], o_entries bigint[], o_posted bigint[],
  o_held bigint[], o_limit bigint[], o_status text[], o_name text[], o_metadata text[],
  v_id text[], v_partition smallint[], v_version bigint[],
  t_id text[], t_legs text[], t_reversed bigint[], t_reverses text[], t_probed text[],
  r_id text[], r_expected bigint[], r_reversed bigint[],
  h_id text[], h_account text[], h_to text[], h_currency text[], h_amount bigint[], h_captured bigint[],
  h_status text[], h_expires timestamptz[], h_texts text[], h_probed text[],
  g_id text[], g_expected bigint[], g_captured bigint[], g_status text[],
  c_key text[], c_hash bytea[], c_status smallint[], c_response text[], c_correlation text[]
) RETURNS text[] LANGUAGE plpgsql
-- An append of one command would be planned anew each time, which took over a quarter of the rest of its time.
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  locked record;
  latest timestamptz := '-infinity';
  changed text[];
  clashing text[];
  heads bigint[];
  links bytea[];
  e_sequence bigint[];
  e_link bytea[];
  place int;
  nth int := 0;
  event record;
  at_ms bigint := extract(epoch FROM at) * 1000;
  tokens text[] := array_fill(''::text, ARRAY[cardinality(c_key)]);
BEGIN
  -- Decided on what another one was going to leave, and sent before it was known whether that is recorded.
  IF follows <> coalesce(current_setting('trine.appended', true), '') THEN
    RAISE EXCEPTION 'order' USING ERRCODE = 'TR007';
  END IF;

  -- Partitions first, of every account that changes or is only verified: from here on nobody else moves these heads or
  -- touches these accounts, so commit order is sequence order.
  -- Partitions are numbered from 0, arrays from 1.
  FOR locked IN
    SELECT p.partition, p.head, p.link, p.recorded_at FROM partitions p
    WHERE p.partition = ANY (e_partition || v_partition) ORDER BY p.partition FOR UPDATE
  LOOP
    heads[locked.partition + 1] := locked.head;
    links[locked.partition + 1] := locked.link;
    latest := greatest(latest, locked.recorded_at);
  END LOOP;
  IF latest > at THEN
    RAISE EXCEPTION 'clock' USING ERRCODE = 'TR004',
      DETAIL = json_build_array(ceil(extract(epoch FROM latest) * 1000)::bigint::text)::text;
  END IF;

  -- Accounts: changed ones must stand at the version they were decided on, and so must those only looked at.
  WITH updated AS (
    UPDATE accounts a
    SET version = u.version, entries = u.entries, posted = u.posted, held = u.held,
      overdraft_limit = u.overdraft_limit, status = u.status
    FROM unnest(u_id, u_expected, u_version, u_entries, u_posted, u_held, u_limit, u_status)
      u (id, expected, version, entries, posted, held, overdraft_limit, status)
    WHERE a.id = u.id AND a.version = u.expected RETURNING a.id
  )
  SELECT array_agg(id) INTO changed FROM updated;
  IF cardinality(u_id) > coalesce(cardinality(changed), 0) THEN
    SELECT coalesce(array_agg(u.id), '{}') INTO clashing FROM unnest(u_id) u (id)
    WHERE u.id <> ALL (coalesce(changed, '{}'));
  END IF;
  IF cardinality(v_id) > 0 THEN
    SELECT clashing || array_agg(v.id) INTO clashing FROM unnest(v_id, v_version) v (id, version)
    LEFT JOIN accounts a ON a.id = v.id
    WHERE a.version IS DISTINCT FROM v.version;
  END IF;
  IF clashing IS NULL AND cardinality(o_id) > 0 THEN
    WITH added AS (
      INSERT INTO accounts (id, partition, currency, version, entries, posted, held, overdraft_limit, status)
      SELECT * FROM unnest(o_id, o_partition, o_currency, o_version, o_entries, o_posted, o_held, o_limit, o_status)
        o (id)
      ORDER BY o.id ON CONFLICT DO NOTHING RETURNING id
    )
    SELECT array_agg(o.id) INTO clashing FROM unnest(o_id) o (id) WHERE o.id NOT IN (SELECT id FROM added);
  END IF;
  IF clashing IS NOT NULL THEN
    RAISE EXCEPTION 'versions' USING ERRCODE = 'TR002', DETAIL = array_to_json(clashing)::text;
  END IF;
  IF cardinality(o_id) > 0 THEN
    INSERT INTO account_profiles (id, name, metadata, opened_at)
    SELECT o.id, o.name, o.metadata, at FROM unnest(o_id, o_name, o_metadata) o (id, name, metadata);
  END IF;

  -- The events, densely numbered on from each partition's head, each with its link.
  FOR event IN SELECT * FROM unnest(e_partition, e_type, e_type_version, e_data, e_command, e_last)
    e (partition, type, type_version, data, command, last)
  LOOP
    place := event.partition + 1;
    nth := nth + 1;
    heads[place] := heads[place] + 1;
    links[place] := sha256(links[place] || convert_to(concat_ws(' ', heads[place], event.type, event.type_version,
      at_ms, c_correlation[event.command], event.data), 'UTF8'));
    e_sequence[nth] := heads[place];
    e_link[nth] := links[place];
    IF event.last THEN
      tokens[event.command] :=
        concat_ws(',', nullif(tokens[event.command], ''), event.partition || ':' || heads[place]);
    END IF;
  END LOOP;
  INSERT INTO events (partition, sequence, account_id, account_version, type, type_version, data, link, recorded_at,
    correlation_id)
  SELECT e.partition, e.sequence, e.account, e.version, e.type, e.type_version, e.data, e.link, at,
    c_correlation[e.command]
  FROM unnest(e_partition, e_sequence, e_account, e_version, e_type, e_type_version, e_data, e_link, e_command)
    e (partition, sequence, account, version, type, type_version, data, link, command);
  UPDATE partitions p SET head = heads[p.partition + 1], link = links[p.partition + 1], recorded_at = at
  WHERE p.partition = ANY (e_partition);

  -- What must be unique for ever, and what may only be used up once. What came to nothing is looked at before the
  -- rest is added: the same id may have been posted after it, in this very append.
  IF cardinality(t_probed) > 0 THEN
    SELECT array_agg(t.id) INTO clashing FROM transfers t WHERE t.id = ANY (t_probed);
  END IF;
  IF clashing IS NULL AND cardinality(t_id) > 0 THEN
    BEGIN
      INSERT INTO transfers (id, legs, reversed, reverses)
      SELECT * FROM unnest(t_id, t_legs, t_reversed, t_reverses) t (id) ORDER BY t.id;
    EXCEPTION WHEN unique_violation THEN
      SELECT array_agg(t.id) INTO clashing FROM transfers t WHERE t.id = ANY (t_id);
      IF clashing IS NULL THEN RAISE; END IF;
    END;
  END IF;
  IF clashing IS NOT NULL THEN
    RAISE EXCEPTION 'transfers' USING ERRCODE = 'TR003', DETAIL = array_to_json(clashing)::text;
  END IF;
  IF cardinality(h_probed) > 0 THEN
    SELECT array_agg(h.id) INTO clashing FROM holds h WHERE h.id = ANY (h_probed);
  END IF;
  IF clashing IS NULL AND cardinality(h_id) > 0 THEN
    BEGIN
      INSERT INTO holds (id, account_id, to_id, currency, amount, captured, status, expires_at, texts, placed_at)
      SELECT h.*, at FROM unnest(h_id, h_account, h_to, h_currency, h_amount, h_captured, h_status, h_expires, h_texts)
        h (id) ORDER BY h.id;
    EXCEPTION WHEN unique_violation THEN
      SELECT array_agg(h.id) INTO clashing FROM holds h WHERE h.id = ANY (h_id);
      IF clashing IS NULL THEN RAISE; END IF;
    END;
  END IF;
  IF clashing IS NOT NULL THEN
    RAISE EXCEPTION 'holds' USING ERRCODE = 'TR005', DETAIL = array_to_json(clashing)::text;
  END IF;
  IF cardinality(r_id) > 0 OR cardinality(g_id) > 0 THEN
    WITH reversed AS (
      UPDATE transfers t SET reversed = r.reversed FROM unnest(r_id, r_expected, r_reversed) r (id, expected, reversed)
      WHERE t.id = r.id AND t.reversed = r.expected RETURNING t.id
    ), resolved AS (
      UPDATE holds h SET captured = g.captured, status = g.status
      FROM unnest(g_id, g_expected, g_captured, g_status) g (id, expected, captured, status)
      WHERE h.id = g.id AND h.captured = g.expected AND h.status = 'open' RETURNING h.id
    )
    SELECT array_agg(id) INTO clashing FROM (
      SELECT r.id FROM unnest(r_id) r (id) WHERE r.id NOT IN (SELECT id FROM reversed)
      UNION ALL SELECT g.id FROM unnest(g_id) g (id) WHERE g.id NOT IN (SELECT id FROM resolved)
    ) stale;
    IF clashing IS NOT NULL THEN
      RAISE EXCEPTION 'used' USING ERRCODE = 'TR006', DETAIL = array_to_json(clashing)::text;
    END IF;
  END IF;
  BEGIN
    INSERT INTO idempotency_keys (key, body_hash, status, response, token, created_at)
    SELECT c.key, c.hash, c.status, c.response, c.token, at
    FROM unnest(c_key, c_hash, c_status, c_response, tokens) c (key, hash, status, response, token) ORDER BY c.key;
  EXCEPTION WHEN unique_violation THEN
    -- None when what was in the way has been purged since: then there is nothing to answer from, and it is tried again.
    SELECT coalesce(array_agg(k.key), '{}') INTO clashing FROM idempotency_keys k WHERE k.key = ANY (c_key);
  END;
  IF clashing IS NOT NULL THEN
    RAISE EXCEPTION 'keys' USING ERRCODE = 'TR001', DETAIL = array_to_json(clashing)::text;
  END IF;
  -- Of the session, and taken back with all of this append if it is not recorded.
  PERFORM set_config('trine.appended', name, false);
  RETURN tokens;
END $$;
`;
