import {
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { HealthChecks, LOGGER, type Logger } from '@trine/platform';
import { createKafka } from '../kafka-client.js';
import type { LogReader } from '../log/log-reader.js';
import { PostgresLogReader } from '../log/postgres-log-reader.js';
import type { ReadModel } from '../read-model.js';
import { ProjectorRunner } from './projector-runner.js';

export interface ProjectorConfig {
  readonly TRINE_POSTGRES_READER_URL: string;
  readonly TRINE_KAFKA_BROKERS: string;
  readonly TRINE_TOPIC: string;
  readonly TRINE_CONSUMER_GROUP: string;
}

/** All of a projector app but its view. */
@Module({})
export class ProjectorModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly runner: ProjectorRunner,
    checks: HealthChecks,
  ) {
    checks.register('view', () => runner.ready());
  }

  static forReadModel(
    config: ProjectorConfig,
    create: (log: LogReader, logger: Logger) => ReadModel,
  ): DynamicModule {
    const useFactory = (logger: Logger): ProjectorRunner => {
      const log = new PostgresLogReader(config.TRINE_POSTGRES_READER_URL, (error) => {
        logger.warn({ err: error }, 'a connection to the event store broke');
      });
      const readModel = create(log, logger);
      return new ProjectorRunner({
        kafka: createKafka(config.TRINE_KAFKA_BROKERS, `${readModel.name}-projector`, logger),
        topic: config.TRINE_TOPIC,
        groupId: `${config.TRINE_CONSUMER_GROUP}.${readModel.name}.v${readModel.version}`,
        log,
        readModel,
        logger,
      });
    };
    return {
      module: ProjectorModule,
      providers: [{ provide: ProjectorRunner, inject: [LOGGER], useFactory }],
    };
  }

  onApplicationBootstrap(): void {
    this.runner.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.runner.stop();
  }
}
