import { Module, type DynamicModule } from '@nestjs/common';
import { HealthChecks } from './health/health-checks.js';
import { HealthController } from './health/health.controller.js';
import { LOGGER } from './logging/tokens.js';
import type { Logger } from './logging/logger.js';
import { MetricsController } from './metrics/metrics.controller.js';

/** What every app has: `@Inject(LOGGER)`, {@link HealthChecks}, /health and /metrics. */
@Module({})
export class PlatformModule {
  static forApp(logger: Logger): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      controllers: [HealthController, MetricsController],
      providers: [HealthChecks, { provide: LOGGER, useValue: logger }],
      exports: [HealthChecks, LOGGER],
    };
  }
}
