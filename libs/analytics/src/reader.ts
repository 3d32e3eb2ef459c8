import {
  formatAmount,
  ProblemError,
  type CategoriesResponse,
  type Positions,
  type VolumeInterval,
  type VolumeResponse,
} from '@trine/contracts';
import { isOutage } from './clickhouse/client.js';
import { rfc3339Time } from './clickhouse/dialect.js';
import { BEFORE_ALL, formatCursor, parseCursor } from './reading/cursor.js';
import { timesWithin } from './reading/times.js';
import {
  accountSumsQuery,
  categoriesQuery,
  categorySumsQuery,
  volumeQuery,
  type SumsRow,
  type TotalsRow,
} from './reading/queries.js';
import { ANALYTICS, AnalyticsStore, type AnalyticsConfig } from './store.js';

/** Rows on a page; what is beyond it follows by `nextCursor`. */
export const ANALYTICS_PAGE_ROWS = 1_000;

export interface AnalyticsQuery {
  /** RFC 3339, `from` ≤ occurredAt < `to`; everything when not given. */
  readonly from?: string;
  readonly to?: string;
  readonly currency?: string;
  readonly cursor?: string;
}

/** What entries add up to, by account (count of entries, credits less debits) or by category (as transfers). */
export interface AppliedSum {
  /** Account id, or category; empty for transfers without one. */
  readonly of: string;
  readonly currency: string;
  readonly count: number;
  /** Minor units. */
  readonly sum: bigint;
}

/** What is happening across the bank. Every method throws ProblemError `unavailable` when the store is down. */
export class AnalyticsReader {
  readonly name = ANALYTICS.name;
  readonly version = ANALYTICS.version;
  private readonly store: AnalyticsStore;

  constructor(config: AnalyticsConfig) {
    this.store = new AnalyticsStore(config);
  }

  /**
   * Transfers and money by interval of occurredAt; intervals without any are left out.
   * @throws ProblemError `invalid_request` for a cursor that is none
   */
  async volume({
    interval,
    ...query
  }: AnalyticsQuery & { interval: VolumeInterval }): Promise<VolumeResponse> {
    const isTime = (group: string) => !Number.isNaN(Date.parse(rfc3339Time(group)));
    const { rows, ...rest } = await this.totals(volumeQuery(this.store.database, interval), query, isTime);
    const buckets = rows.map((row) => ({ start: rfc3339Time(row.bucket), ...counted(row) }));
    return { buckets, ...rest };
  }

  /**
   * Transfers and money by category.
   * @throws ProblemError `invalid_request` for a cursor that is none
   */
  async categories(query: AnalyticsQuery): Promise<CategoriesResponse> {
    const { rows, ...rest } = await this.totals(categoriesQuery(this.store.database), query, () => true);
    const categories = rows.map((row) => ({ category: row.bucket || null, ...counted(row) }));
    return { categories, ...rest };
  }

  /** Exactly what has been applied up to the positions, for checks; these must not be ahead of the view's own. */
  async appliedSums(positions: Positions): Promise<{ accounts: AppliedSum[]; categories: AppliedSum[] }> {
    const parameters = { partitions: [...positions.keys()], sequences: [...positions.values()] };
    const { database } = this.store;
    const [accounts, categories] = await this.orUnavailable(() =>
      Promise.all([
        this.store.query<SumsRow>(accountSumsQuery(database), parameters),
        this.store.query<SumsRow>(categorySumsQuery(database), parameters),
      ]),
    );
    return { accounts: accounts.map(summed), categories: categories.map(summed) };
  }

  positions(): Promise<Positions> {
    return this.orUnavailable(() => this.store.positions());
  }

  close(): Promise<void> {
    return this.store.close();
  }

  private async totals(sql: string, query: AnalyticsQuery, isGroup: (group: string) => boolean) {
    const { currency = '', cursor } = query;
    const [afterGroup, afterCurrency] = cursor === undefined ? BEFORE_ALL : parseCursor(cursor, isGroup);
    const rows = await this.orUnavailable(() =>
      this.store.query<TotalsRow>(sql, {
        ...timesWithin(query.from, query.to),
        currency,
        afterGroup,
        afterCurrency,
        rows: ANALYTICS_PAGE_ROWS + 1,
      }),
    );
    const page = rows.slice(0, ANALYTICS_PAGE_ROWS);
    const last = page.at(-1);
    if (rows.length === page.length || last === undefined) return { rows: page };
    return { rows: page, nextCursor: formatCursor([last.bucket, last.currency]) };
  }

  private async orUnavailable<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      throw isOutage(error) ? new ProblemError('unavailable', 'The analytics view cannot be read') : error;
    }
  }
}

function summed({ bucket, currency, count, total_minor }: SumsRow): AppliedSum {
  return { of: bucket, currency, count: Number(count), sum: BigInt(total_minor) };
}

function counted({ currency, transfers, total_minor }: TotalsRow) {
  return { currency, transfers: Number(transfers), amount: formatAmount(BigInt(total_minor), currency) };
}
