import { Ledger, Payments, transfer, type Reply } from '../testing/payments.js';
import { Wire } from '../testing/wire.js';

interface Result {
  readonly status: number;
  readonly problem?: { readonly code: string };
}

const resultsOf = (replies: readonly Reply[]) => replies.flatMap(({ body }) => body.results as Result[]);
const withCode = (results: readonly Result[], code?: string) =>
  results.filter(({ problem }) => problem?.code === code).length;

/** Batches that are large enough for groups to be full, so that each is decided while the one before is in flight. */
describe('groups that are decided ahead', () => {
  let ledger: Ledger;
  let wire: Wire;
  let payments: Payments;
  let before: number;

  beforeEach(async () => {
    ledger = await Ledger.create();
    wire = await Wire.to(ledger.url);
    payments = await Payments.start(wire.url);
    await payments.openFunded('a', 'b');
    before = await payments.metric('trine_appends_decided_ahead_total');
  });
  afterEach(async () => {
    await payments.stop();
    await wire.close();
    await ledger.drop();
  });

  const batch = (to: Payments, name: string, body: (i: number) => object, size = 1_000) =>
    to.batch(Array.from({ length: size }, (_, i) => ({ idempotencyKey: `${name}-${i}`, ...body(i) })));
  /** Groups that were, since the test began. */
  const ahead = async () => (await payments.metric('trine_appends_decided_ahead_total')) - before;

  /** Every account is what its events say: versions dense, the last balance the one that is stored. */
  async function expectSound(): Promise<void> {
    expect(
      await ledger.query(`
        SELECT a.id FROM accounts a JOIN events e ON e.account_id = a.id
        GROUP BY a.id, a.version HAVING count(*) <> a.version OR max(e.account_version) <> a.version`),
    ).toEqual([]);
    expect(await ledger.query('SELECT sum(posted)::int FROM accounts')).toEqual([{ sum: 0 }]);
  }

  it('spend what the groups before left, to the last cent and no further (invariant 6)', async () => {
    const replies = await Promise.all(
      [0, 1, 2].map((n) => batch(payments, `${n}`, () => transfer('a', 'b', '0.05'))),
    );
    const results = resultsOf(replies);
    expect(withCode(results)).toBe(2_000);
    expect(withCode(results, 'insufficient_funds')).toBe(1_000);
    // In the order of arrival: after the first that cannot be paid, none can.
    for (const reply of replies) {
      const statuses = resultsOf([reply]).map(({ status }) => status);
      expect(statuses).toEqual(statuses.toSorted());
    }
    expect(await ledger.posted('a')).toBe(0n);
    expect(await ahead()).toBeGreaterThan(5);
    await expectSound();
  });

  it('are decided again when the group before could not be recorded as it was decided', async () => {
    await ledger.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'poison' USING ERRCODE = '22000'; END $$`);
    await ledger.query(`
      CREATE TRIGGER poison BEFORE INSERT ON events FOR EACH ROW
      WHEN (NEW.data LIKE '%"reference":"poison"%') EXECUTE FUNCTION refuse()`);
    const poisoned = (i: number) => i % 400 === 17;
    const body = (i: number) => transfer('a', 'b', '0.10', poisoned(i) ? { reference: 'poison' } : {});
    const results = resultsOf([await batch(payments, 'key', body)]);
    expect(results.map(({ status }) => status)).toEqual(results.map((_, i) => (poisoned(i) ? 500 : 201)));
    expect(await ledger.posted('a')).toBe(10_000n - 9_970n);
    expect(await ahead()).toBeGreaterThan(0);
    await expectSound();
  });

  it('lose and double nothing when a reply is lost and another process writes to the same accounts', async () => {
    const other = await Payments.start(ledger.url);
    const body = () => transfer('bank', 'b', '0.01');
    const send = () => Promise.all([batch(payments, 'one', body), batch(other, 'other', body)]);
    wire.loseNextReply();
    let results = resultsOf(await send());
    // What waited too long on a slow machine is sent again, under the same keys.
    while (withCode(results) < 2_000) results = resultsOf(await send());
    expect(await ledger.posted('b')).toBe(10_000n + 2_000n);
    expect(await ledger.query('SELECT count(*)::int FROM transfers')).toEqual([{ count: 2_002 }]);
    await expectSound();
    await other.stop();
  });
});
