import type { Command } from '@trine/domain';
import { PostgresLedgerAudit } from '@trine/event-bus';
import { createTestDatabase, TestWriter, type TestDatabase } from '@trine/event-store/testing';
import pg from 'pg';
import { foldLog } from './fold/fold-log.js';
import { scopeOf } from './scope.js';

const TRANSFERS = 6;
const opening = (id: string): Command => ({
  type: 'open-account',
  id,
  currency: 'CZK',
  overdraftLimit: null,
});
const transfer = (nth: number): Command => ({
  type: 'post-transfer',
  id: `tr-${nth}`,
  legs: [{ from: 'a', to: 'b', amount: 100n, currency: 'CZK' }],
  texts: { metadata: { invoice: `${nth}` } },
  occurredAt: '2026-01-01T00:00:00.000Z',
});

describe('a log that was changed behind the back of the ledger', () => {
  let database: TestDatabase;
  let intruder: pg.Client;
  let audit: PostgresLedgerAudit;
  /** Of account a: its opening is `partition`:1, its transfers follow. */
  let partition: number;

  beforeEach(async () => {
    database = await createTestDatabase();
    const writer = await TestWriter.connect(database.url);
    for (const id of ['a', 'b']) await writer.write(opening(id));
    for (let nth = 1; nth <= TRANSFERS; nth++) await writer.write(transfer(nth));
    await writer.close();
    intruder = new pg.Client(database.url);
    await intruder.connect();
    const { rows } = await intruder.query("SELECT partition FROM events WHERE account_id = 'a' LIMIT 1");
    partition = rows[0].partition;
    audit = new PostgresLedgerAudit(database.readerUrl, () => undefined);
  });
  afterEach(async () => {
    await Promise.all([intruder.end(), audit.close()]);
    await database.drop();
  });

  const change = (statement: string) => intruder.query(statement.replaceAll('$p', String(partition)));
  const at = (sequence: number) => `${partition}:${sequence}`;
  /** The positions that the check of the chain names. */
  const named = async () => {
    const [, chain] = await foldLog(
      audit,
      await scopeOf(audit, undefined),
      await audit.ends(),
      [],
      () => undefined,
    );
    return chain!.differences.flatMap((difference) => difference.match(/\d+:\d+/g) ?? []);
  };

  it('is found whole before', async () => {
    expect(await named()).toEqual([]);
  });

  it.each([
    ['data', `data = replace(data, '1.00', '9.00')`],
    ['metadata', `data = replace(data, '"invoice":"2"', '"invoice":"3"')`],
    ['a correlation id', `correlation_id = 'another'`],
    ['a time', `recorded_at = recorded_at - interval '1 ms'`],
    ['a type', `type = 'TransferDeclined'`],
    ['a version of a type', `type_version = 2`],
    ['a link', `link = sha256('anything')`],
  ])('names the event of which %s was changed', async (_what, assignment) => {
    await change(`UPDATE events SET ${assignment} WHERE partition = $p AND sequence = 3`);
    expect(await named()).toEqual([at(3)]);
  });

  it('names several that were changed, also the last', async () => {
    await change(`UPDATE events SET data = data || ' ' WHERE partition = $p AND sequence IN (3, 4, 7)`);
    expect(await named()).toEqual([at(3), at(4), at(7)]);
  });

  it('names what was removed, in the middle and at the end', async () => {
    await change('DELETE FROM events WHERE partition = $p AND sequence IN (3, 6, 7)');
    expect(await named()).toEqual([at(3), at(6), at(7)]);
  });

  it('names both that were swapped, whether or not their links went with them', async () => {
    await swap(['account_version', 'type', 'data', 'recorded_at']);
    expect(await named()).toEqual([at(3), at(4)]);
    await swap(['link']);
    expect(await named()).toEqual([at(3), at(4)]);
  });

  it('names what was appended past it, whether or not the head was moved there', async () => {
    await change(`INSERT INTO events SELECT (jsonb_populate_record(e, '{"sequence": 8}')).* FROM events e
      WHERE partition = $p AND sequence = 7`);
    expect(await named()).toEqual([at(8)]);
    await change('UPDATE partitions SET head = 8 WHERE partition = $p');
    expect(await named()).toEqual([at(8)]);
  });

  it('names the head of a partition whose row was changed', async () => {
    await change(`UPDATE partitions SET link = sha256('anything') WHERE partition = $p`);
    expect(await named()).toEqual([at(7)]);
  });

  const swap = (columns: readonly string[]) =>
    change(`UPDATE events e SET ${columns.map((column) => `${column} = other.${column}`).join(', ')}
      FROM events other WHERE e.partition = $p AND other.partition = $p
      AND (e.sequence, other.sequence) IN ((3, 4), (4, 3))`);
});
