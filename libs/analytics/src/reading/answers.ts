import { formatAmount, type DeclinesResponse } from '@trine/contracts';
import { rfc3339Time } from '../clickhouse/dialect.js';
import type { FlowsRow, TransfersRow } from './queries/common.js';
import type { SumsRow } from './queries/applied-sums.js';
import type { DeclinesRow } from './queries/declines.js';

/** What rows add up to, by account or by category. */
export interface AppliedSum {
  /** Account id, or category; empty for transfers without one. */
  readonly of: string;
  readonly currency: string;
  readonly count: number;
  /** Minor units. */
  readonly sum: bigint;
  /** Of the rows in every column; 0 where none is made. */
  readonly digest: bigint;
}

/** By account and currency; `categories` by category and currency. */
export type AppliedSums = Readonly<Record<'accounts' | 'categories' | 'declines' | 'holds', AppliedSum[]>>;

export function summed({ bucket, currency, count, total_minor, digest = '0' }: SumsRow): AppliedSum {
  return { of: bucket, currency, count: Number(count), sum: BigInt(total_minor), digest: BigInt(digest) };
}

export function counted({ currency, transfers, total_minor }: TransfersRow) {
  return { currency, transfers: Number(transfers), amount: formatAmount(BigInt(total_minor), currency) };
}

export function declined(row: DeclinesRow): DeclinesResponse['buckets'][number] {
  const { bucket, reason, currency, declines, total_minor } = row;
  const amount = formatAmount(BigInt(total_minor), currency);
  return { start: rfc3339Time(bucket), reason, currency, declines: Number(declines), amount };
}

export function flowing({ currency, in_minor, out_minor }: FlowsRow) {
  const [moneyIn, moneyOut] = [BigInt(in_minor), BigInt(out_minor)];
  const amount = (minor: bigint) => formatAmount(minor, currency);
  return { currency, in: amount(moneyIn), out: amount(moneyOut), net: amount(moneyIn - moneyOut) };
}
