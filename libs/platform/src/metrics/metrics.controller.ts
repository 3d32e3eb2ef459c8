import { Controller, Get, Header } from '@nestjs/common';
import { metrics } from './metrics.js';

@Controller('metrics')
export class MetricsController {
  @Get()
  @Header('content-type', metrics.contentType)
  async read(): Promise<string> {
    return metrics.metrics();
  }
}
