import { Controller, Get, Headers, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AnalyticsReader } from '@trine/analytics';
import { CategoriesResponse, CONSISTENCY_TOKEN, VolumeResponse } from '@trine/contracts';
import { ReadYourWrites } from '../consistency/read-your-writes.js';
import { queryParser } from '../http/query.js';
import { DescribeRead } from '../openapi/describe.js';
import { CategoriesQuery, VolumeQuery } from './analytics.query.js';

const volumeQuery = queryParser(VolumeQuery);
const categoriesQuery = queryParser(CategoriesQuery);

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
    answer: VolumeResponse,
    query: VolumeQuery,
  })
  async volume(@Query() query: unknown, @Headers(CONSISTENCY_TOKEN) token?: string): Promise<VolumeResponse> {
    const { interval = 'day', ...range } = volumeQuery(query);
    await this.consistency.wait('analytics', token);
    return this.analytics.volume({ ...range, interval });
  }

  @Get('categories')
  @DescribeRead({
    summary: 'Transfers and money by category',
    answer: CategoriesResponse,
    query: CategoriesQuery,
  })
  async categories(
    @Query() query: unknown,
    @Headers(CONSISTENCY_TOKEN) token?: string,
  ): Promise<CategoriesResponse> {
    const range = categoriesQuery(query);
    await this.consistency.wait('analytics', token);
    return this.analytics.categories(range);
  }
}
