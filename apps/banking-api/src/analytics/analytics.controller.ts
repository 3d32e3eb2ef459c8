import { Controller, Get, Headers, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AnalyticsReader } from '@trine/analytics';
import {
  CategoriesResponse,
  CONSISTENCY_TOKEN,
  DeclinesResponse,
  FlowsResponse,
  TopAccountsResponse,
  VolumeResponse,
} from '@trine/contracts';
import { ReadYourWrites } from '../consistency/read-your-writes.js';
import { queryParser } from '../http/query.js';
import { DescribeRead } from '../openapi/describe-read.js';
import { categories, declines, flows, topAccounts, volume } from '../openapi/examples/analytics.js';
import {
  CategoriesQuery,
  DeclinesQuery,
  DEFAULT_TOP_ACCOUNTS,
  FlowsQuery,
  TopAccountsQuery,
  VolumeQuery,
} from './analytics.query.js';

const volumeQuery = queryParser(VolumeQuery);
const categoriesQuery = queryParser(CategoriesQuery);
const declinesQuery = queryParser(DeclinesQuery);
const topAccountsQuery = queryParser(TopAccountsQuery);
const flowsQuery = queryParser(FlowsQuery);

const hourly = 'By hour, `from` and `to` have to be given, at most 366 days apart.';

@ApiTags('analytics')
@Controller('v1/analytics')
export class AnalyticsController {
  constructor(
    private readonly analytics: AnalyticsReader,
    private readonly consistency: ReadYourWrites,
  ) {}

  @Get('volume')
  @DescribeRead({
    summary: 'Transfers and money by interval of occurredAt',
    description: hourly,
    answer: VolumeResponse,
    example: volume,
    query: VolumeQuery,
  })
  async getVolume(
    @Query() query: unknown,
    @Headers(CONSISTENCY_TOKEN) token?: string,
  ): Promise<VolumeResponse> {
    const { interval = 'day', ...range } = volumeQuery(query);
    await this.consistency.wait('analytics', token);
    return this.analytics.volume({ ...range, interval });
  }

  @Get('categories')
  @DescribeRead({
    summary: 'Transfers and money by category',
    answer: CategoriesResponse,
    example: categories,
    query: CategoriesQuery,
  })
  async getCategories(
    @Query() query: unknown,
    @Headers(CONSISTENCY_TOKEN) token?: string,
  ): Promise<CategoriesResponse> {
    const range = categoriesQuery(query);
    await this.consistency.wait('analytics', token);
    return this.analytics.categories(range);
  }

  @Get('declines')
  @DescribeRead({
    summary: 'What was declined, by reason and interval of occurredAt',
    description: `Money that did not move, or was not reserved. ${hourly}`,
    answer: DeclinesResponse,
    example: declines,
    query: DeclinesQuery,
  })
  async getDeclines(
    @Query() query: unknown,
    @Headers(CONSISTENCY_TOKEN) token?: string,
  ): Promise<DeclinesResponse> {
    const { interval = 'day', ...range } = declinesQuery(query);
    await this.consistency.wait('analytics', token);
    return this.analytics.declines({ ...range, interval });
  }

  @Get('accounts/top')
  @DescribeRead({
    summary: 'The accounts that most money reached, or left',
    description: 'Of one currency: amounts of several cannot be ranked.',
    answer: TopAccountsResponse,
    example: topAccounts,
    query: TopAccountsQuery,
  })
  async getTopAccounts(
    @Query() query: unknown,
    @Headers(CONSISTENCY_TOKEN) token?: string,
  ): Promise<TopAccountsResponse> {
    const { by = 'in', limit = DEFAULT_TOP_ACCOUNTS, ...range } = topAccountsQuery(query);
    await this.consistency.wait('analytics', token);
    return this.analytics.topAccounts({ ...range, direction: by, limit });
  }

  @Get('flows')
  @DescribeRead({
    summary: 'Money in, out and net by currency',
    description: 'Of the whole ledger every net is zero: what left one account reached another.',
    answer: FlowsResponse,
    example: flows,
    query: FlowsQuery,
  })
  async getFlows(
    @Query() query: unknown,
    @Headers(CONSISTENCY_TOKEN) token?: string,
  ): Promise<FlowsResponse> {
    const range = flowsQuery(query);
    await this.consistency.wait('analytics', token);
    return this.analytics.flows(range);
  }
}
