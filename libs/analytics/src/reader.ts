import {
  ProblemError,
  type CategoriesResponse,
  type DeclinesResponse,
  type FlowsResponse,
  type Positions,
  type TopAccountsResponse,
  type VolumeResponse,
} from '@trine/contracts';
import { inOrder, type ParkedEvent } from '@trine/event-bus';
import { isOutage } from './clickhouse/client.js';
import { rfc3339Time } from './clickhouse/dialect.js';
import { counted, declined, flowing, summed, type AppliedSums } from './reading/answers.js';
import { isBeginning, isCurrency, isReason, isText, parseCursor } from './reading/cursor.js';
import { pageOf, ROWS_ASKED } from './reading/page.js';
import {
  accountSumsQuery,
  categorySumsQuery,
  declineSumsQuery,
  holdSumsQuery,
  type SumsRow,
} from './reading/queries/applied-sums.js';
import { categoriesQuery } from './reading/queries/categories.js';
import type { FlowsRow, TransfersRow } from './reading/queries/common.js';
import { declinesQuery, type DeclinesRow } from './reading/queries/declines.js';
import { flowsQuery } from './reading/queries/flows.js';
import { topAccountsQuery, type TopAccountsRow } from './reading/queries/top-accounts.js';
import { volumeQuery } from './reading/queries/volume.js';
import {
  DEFAULT_TOP_ACCOUNTS,
  MAX_TOP_ACCOUNTS,
  type AnalyticsQuery,
  type FlowsQuery,
  type IntervalQuery,
  type TopAccountsQuery,
} from './reading/requests.js';
import { expectInterval, timesWithin, type TimeRange } from './reading/times.js';
import { AnalyticsStore, type AnalyticsConfig } from './store.js';
import { ANALYTICS } from './tables/version.js';

/**
 * What is happening across the bank. Every method throws ProblemError `unavailable` when the store is down, and
 * `invalid_request` for a cursor that no page of its list carried or a range that is too long for its interval.
 */
export class AnalyticsReader {
  readonly name = ANALYTICS.name;
  readonly version = ANALYTICS.version;
  private readonly store: AnalyticsStore;
  private readonly database: string;

  constructor(config: AnalyticsConfig) {
    this.store = new AnalyticsStore(config);
    this.database = this.store.database;
  }

  /** Transfers and money by interval of occurredAt; intervals without any are left out. */
  async volume({ interval, ...query }: IntervalQuery): Promise<VolumeResponse> {
    expectInterval(interval, query);
    const [afterGroup, afterCurrency] = parseCursor(query.cursor, [isBeginning, isCurrency]);
    const after = { ...timesWithin(query, afterGroup), afterGroup, afterCurrency };
    const rows = await this.ask<TransfersRow>(volumeQuery(this.database, interval), query, after);
    const { page, ...rest } = pageOf(rows, ({ bucket, currency }) => [bucket, currency]);
    return { buckets: page.map((row) => ({ start: rfc3339Time(row.bucket), ...counted(row) })), ...rest };
  }

  /** Transfers and money by category. */
  async categories(query: AnalyticsQuery): Promise<CategoriesResponse> {
    const [afterGroup, afterCurrency] = parseCursor(query.cursor, [isText, isCurrency]);
    const after = { afterGroup, afterCurrency };
    const rows = await this.ask<TransfersRow>(categoriesQuery(this.database), query, after);
    const { page, ...rest } = pageOf(rows, ({ bucket, currency }) => [bucket, currency]);
    return { categories: page.map((row) => ({ category: row.bucket || null, ...counted(row) })), ...rest };
  }

  /** What was declined, by interval of occurredAt and reason. */
  async declines({ interval, ...query }: IntervalQuery): Promise<DeclinesResponse> {
    expectInterval(interval, query);
    const parts = [isBeginning, isReason, isCurrency];
    const [afterGroup, afterReason, afterCurrency] = parseCursor(query.cursor, parts);
    const after = { ...timesWithin(query, afterGroup), afterGroup, afterReason, afterCurrency };
    const rows = await this.ask<DeclinesRow>(declinesQuery(this.database, interval), query, after);
    const { page, ...rest } = pageOf(rows, ({ bucket, reason, currency }) => [bucket, reason, currency]);
    return { buckets: page.map(declined), ...rest };
  }

  /** The accounts that most money reached or left, of those that any did; equal ones in order of id. */
  async topAccounts({ direction, limit, ...query }: TopAccountsQuery): Promise<TopAccountsResponse> {
    const rows = Math.min(limit ?? DEFAULT_TOP_ACCOUNTS, MAX_TOP_ACCOUNTS);
    const sql = topAccountsQuery(this.database, direction);
    const found = await this.ask<TopAccountsRow>(sql, query, { rows });
    return {
      accounts: found.map((row) => ({
        accountId: row.account_id,
        entries: Number(row.entries),
        ...flowing({ ...row, currency: query.currency }),
      })),
    };
  }

  /** Money in, out and net by currency, of one account or of the whole ledger. */
  async flows({ accountId = '', ...query }: FlowsQuery): Promise<FlowsResponse> {
    const rows = await this.ask<FlowsRow>(flowsQuery(this.database), query, { account: accountId });
    return { flows: rows.map(flowing) };
  }

  /**
   * What exactly the rows of one partition add up to, of those after one sequence and up to another, for checks; `upTo`
   * must not be ahead of the view's own position.
   */
  async appliedSums(partition: number, after: number, upTo: number): Promise<AppliedSums> {
    const sums = async (query: (database: string) => string) => {
      const rows = await this.store.query<SumsRow>(query(this.database), { partition, after, upTo });
      return rows.map(summed);
    };
    const queries = [accountSumsQuery, categorySumsQuery, declineSumsQuery, holdSumsQuery];
    return this.orUnavailable(async () => {
      const [accounts, categories, declines, holds] = await Promise.all(queries.map(sums));
      return { accounts: accounts!, categories: categories!, declines: declines!, holds: holds! };
    });
  }

  positions(): Promise<Positions> {
    return this.orUnavailable(() => this.store.positions());
  }

  /** What the view could not take, and what waits behind it, in order. */
  async parked(): Promise<ParkedEvent[]> {
    return inOrder(await this.orUnavailable(() => this.store.parked()));
  }

  close(): Promise<void> {
    return this.store.close();
  }

  private ask<Row>(
    sql: string,
    { currency = '', ...range }: TimeRange & { readonly currency?: string },
    more: Record<string, unknown>,
  ): Promise<Row[]> {
    const parameters = { ...timesWithin(range), currency, rows: ROWS_ASKED, ...more };
    return this.orUnavailable(() => this.store.query<Row>(sql, parameters));
  }

  private async orUnavailable<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      throw isOutage(error) ? new ProblemError('unavailable', 'The analytics view cannot be read') : error;
    }
  }
}
