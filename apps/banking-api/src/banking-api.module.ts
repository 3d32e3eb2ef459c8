import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { AnalyticsReader } from '@trine/analytics';
import { BalancesReader } from '@trine/balances';
import { MAX_BATCH_BODY_BYTES } from '@trine/contracts';
import { LogReader, PostgresLogReader } from '@trine/event-bus';
import { HistoryReader } from '@trine/history';
import { HealthChecks, LOGGER, type AppOptions, type Logger } from '@trine/platform';
import { AccountsController } from './accounts/accounts.controller.js';
import { AnalyticsController } from './analytics/analytics.controller.js';
import { EntriesController } from './accounts/entries.controller.js';
import { AccountCommandsController } from './commands/account-commands.controller.js';
import { Gateway } from './commands/gateway.js';
import { HoldCommandsController } from './commands/hold-commands.controller.js';
import { PaymentsClient } from './commands/payments-client.js';
import type { BankingApiConfig } from './config.js';
import { TransferCommandsController } from './commands/transfer-commands.controller.js';
import { TransferForwarder } from './commands/transfer-forwarder.js';
import { ReadYourWrites } from './consistency/read-your-writes.js';
import { HoldsController } from './holds/holds.controller.js';
import { StatementsController } from './statements/statements.controller.js';
import { TransfersController } from './transfers/transfers.controller.js';
import { ViewsController } from './views/views.controller.js';
import { ViewsService } from './views/views.service.js';

export const bankingApiOptions: AppOptions = {
  bodyLimits: { '/v1/transfers/batch': MAX_BATCH_BODY_BYTES },
  rawBodies: true,
};

/** The public API: queries from the views, commands passed on to payments. */
@Module({})
export class BankingApiModule implements OnApplicationShutdown {
  constructor(
    @Inject(HealthChecks) checks: HealthChecks,
    payments: PaymentsClient,
    private readonly balances: BalancesReader,
    private readonly history: HistoryReader,
    private readonly analytics: AnalyticsReader,
    private readonly log: LogReader,
  ) {
    checks.register('commands', () => payments.checkReady());
    for (const view of [balances, history, analytics])
      checks.register(view.name, async () => void (await view.positions()));
  }

  static forConfig(config: BankingApiConfig): DynamicModule {
    const balances = async (logger: Logger) => {
      const onError = (error: Error) => logger.warn({ err: error }, 'the connection to Redis broke');
      const reader = new BalancesReader({ url: config.TRINE_REDIS_URL, onError });
      await reader.connect();
      return reader;
    };
    const log = (logger: Logger) =>
      new PostgresLogReader(config.TRINE_POSTGRES_READER_URL, (error) =>
        logger.warn({ err: error }, 'a connection to the log broke'),
      );
    return {
      module: BankingApiModule,
      controllers: [
        AccountCommandsController,
        TransferCommandsController,
        HoldCommandsController,
        AccountsController,
        EntriesController,
        StatementsController,
        TransfersController,
        HoldsController,
        AnalyticsController,
        ViewsController,
      ],
      providers: [
        { provide: PaymentsClient, useFactory: () => new PaymentsClient(config.TRINE_PAYMENTS_URL) },
        { provide: BalancesReader, inject: [LOGGER], useFactory: balances },
        { provide: HistoryReader, useFactory: () => new HistoryReader({ url: config.TRINE_MONGODB_URL }) },
        {
          provide: AnalyticsReader,
          useFactory: () => new AnalyticsReader({ url: config.TRINE_CLICKHOUSE_URL }),
        },
        { provide: LogReader, inject: [LOGGER], useFactory: log },
        TransferForwarder,
        Gateway,
        ReadYourWrites,
        ViewsService,
      ],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([
      this.balances.close(),
      this.history.close(),
      this.analytics.close(),
      this.log.close(),
    ]);
  }
}
