import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ViewsResponse } from '@trine/contracts';
import { noQuery } from '../http/query.js';
import { DescribeRead } from '../openapi/describe-read.js';
import { views } from '../openapi/examples/views.js';
import { ViewsService } from './views.service.js';

@ApiTags('operations')
@Controller('v1/views')
export class ViewsController {
  constructor(private readonly views: ViewsService) {}

  @Get()
  @DescribeRead({
    summary: 'How far each view is behind the log',
    answer: ViewsResponse,
    example: views,
    waits: false,
  })
  async listViews(@Query() query: unknown): Promise<ViewsResponse> {
    noQuery(query);
    return this.views.list();
  }
}
