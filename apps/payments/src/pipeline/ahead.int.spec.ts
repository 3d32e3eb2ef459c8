import { Ledger, Payments, transfer, until, type Reply } from '../testing/payments.js';
import { Wire } from '../testing/wire.js';

interface Result {
  readonly status: number;
  readonly replayed?: boolean;
  readonly problem?: { readonly code: string };
}

const resultsOf = ({ body }: Reply) => body.results as Result[];
const withCode = (results: readonly Result[], code?: string) =>
  results.filter(({ problem }) => problem?.code === code).length;

/** Batches, so that enough wait for a group to be sent while the one before is in flight. */
describe('groups that are sent before the one before them is answered', () => {
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
  const queued = (depth: number) =>
    until(async () => (await payments.metric('trine_command_queue_depth')) === depth);
  /** Groups that were, since the test began. */
  const ahead = async () => (await payments.metric('trine_appends_decided_ahead_total')) - before;
  const conflicts = () => payments.metric('trine_append_conflicts_total');

  /** Every account is what its events say: versions dense, the last balance the one that is stored. */
  async function expectSound(): Promise<void> {
    expect(
      await ledger.query(`
        SELECT a.id FROM accounts a JOIN events e ON e.account_id = a.id
        GROUP BY a.id, a.version, a.posted
        HAVING count(DISTINCT e.account_version) <> a.version OR max(e.account_version) <> a.version
          OR (max(ARRAY[e.account_version, (e.data::json->'balances'->>'posted')::numeric * 100]))[2] <> a.posted`),
    ).toEqual([]);
    expect(await ledger.query('SELECT sum(posted)::int FROM accounts')).toEqual([{ sum: 0 }]);
  }

  it('spend what the groups before left, to the last cent and no further (invariant 6)', async () => {
    const conflictsBefore = await conflicts();
    const replies = await Promise.all(
      [0, 1, 2].map((n) => batch(payments, `${n}`, () => transfer('a', 'b', '0.05'))),
    );
    const results = replies.flatMap((reply) => resultsOf(reply));
    expect(withCode(results)).toBe(2_000);
    expect(withCode(results, 'insufficient_funds')).toBe(1_000);
    // In the order of arrival: after the first that cannot be paid, none can.
    for (const reply of replies) {
      const statuses = resultsOf(reply).map(({ status }) => status);
      expect(statuses).toEqual(statuses.toSorted());
    }
    expect(await ledger.posted('a')).toBe(0n);
    expect(await ahead()).toBeGreaterThan(5);
    // None of them had to be decided again.
    expect(await conflicts()).toBe(conflictsBefore);
    await expectSound();
  });

  it('are decided again when the group before could not be recorded as it was decided', async () => {
    await ledger.poison();
    const poisoned = (i: number) => i % 400 === 17;
    const body = (i: number) => transfer('a', 'b', '0.10', poisoned(i) ? { reference: 'poison' } : {});
    const results = resultsOf(await batch(payments, 'key', body));
    expect(results.map(({ status }) => status)).toEqual(results.map((_, i) => (poisoned(i) ? 500 : 201)));
    expect(await ledger.posted('a')).toBe(10_000n - 9_970n);
    expect(await ahead()).toBeGreaterThan(0);
    await expectSound();
  });

  it('are decided again when the group before left other states under the same versions', async () => {
    await payments.post(transfer('b', 'a', '1.00', { id: 'taken' }));
    const conflictsBefore = await conflicts();
    wire.hold();
    const inFlight = payments.post(transfer('bank', 'b', '1.00'));
    await until(async () => (await payments.metric('trine_http_requests_under_way')) > 0);
    // Sent behind it: first the one with the taken id is thought to be accepted, then the other is.
    const taken = payments.post(transfer('a', 'b', '50.00', { id: 'taken' }));
    await queued(1);
    const atomic = { atomic: true };
    const item = (idempotencyKey: string, amount: string) => ({
      idempotencyKey,
      ...transfer('a', 'b', amount),
    });
    const other = payments.batch([item('other', '61.00')], atomic);
    await queued(2);
    // The group after that, which is too large for the one before, spends what the first try would have left.
    const rest = payments.batch(
      Array.from({ length: 200 }, (_, i) => item(`rest-${i}`, '0.25')),
      atomic,
    );
    await queued(200);
    wire.mend();
    expect((await inFlight).status).toBe(201);
    expect(await taken).toMatchObject({ status: 409, body: { code: 'transfer_exists' } });
    expect((await other).status).toBe(200);
    expect(await rest).toMatchObject({ status: 422, body: { code: 'batch_refused' } });
    expect(await ledger.posted('a')).toBe(4_000n);
    // That of the id, and what was sent behind it if it was.
    expect(await conflicts()).toBeGreaterThan(conflictsBefore);
    await expectSound();
  });

  it('lose and double nothing when a reply is lost and another process writes to the same accounts', async () => {
    const other = await Payments.start(ledger.url);
    const body = () => transfer('bank', 'b', '0.01');
    wire.loseNextReply((request) => request.includes('one-'));
    const mine = batch(payments, 'one', body);
    // The reply that is lost is of an append that was recorded.
    await until(async () => (await ledger.query('SELECT FROM transfers')).length > 2);
    const replies = await Promise.all([mine, batch(other, 'other', body)]);
    await other.stop();
    const results = replies.flatMap((reply) => resultsOf(reply));
    expect(withCode(results)).toBe(2_000);
    // What was recorded though nobody heard of it was found by its keys.
    expect(results.some(({ replayed }) => replayed)).toBe(true);
    expect(await ledger.posted('b')).toBe(10_000n + 2_000n);
    expect(await ledger.query('SELECT count(*)::int FROM transfers')).toEqual([{ count: 2_002 }]);
    await expectSound();
  });
});
