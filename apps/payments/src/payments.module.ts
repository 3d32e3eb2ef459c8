import { Inject, Module, Optional, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { FORWARDED_TRANSFERS, MAX_BATCH_BODY_BYTES, MAX_FORWARDED_REQUEST_BYTES } from '@trine/contracts';
import { createKafka, EventPublisher, KafkaPublisher } from '@trine/event-bus';
import { EventStore } from '@trine/event-store';
import { HealthChecks, LIMITS, LOGGER, type AppOptions, type Logger } from '@trine/platform';
import { AccountsController } from './accounts/accounts.controller.js';
import { ChangeAccountHandler } from './accounts/change-account.handler.js';
import { OpenAccountHandler } from './accounts/open-account.handler.js';
import type { PaymentsConfig } from './config.js';
import { Databases } from './databases.js';
import { CaptureHoldHandler } from './holds/capture-hold.handler.js';
import { HoldExpiry } from './holds/hold-expiry.js';
import { HoldsController } from './holds/holds.controller.js';
import { PlaceHoldHandler } from './holds/place-hold.handler.js';
import { VoidHoldHandler } from './holds/void-hold.handler.js';
import { AccountCache } from './pipeline/account-cache.js';
import { CommandPipeline } from './pipeline/command-pipeline.js';
import { CommitSignal } from './pipeline/commit-signal.js';
import { GroupProcessor } from './pipeline/group-processor.js';
import { GroupRecorder } from './pipeline/group-recorder.js';
import { KEPT_DAYS, KeyPurge } from './pipeline/key-purge.js';
import { LedgerClock } from './pipeline/ledger-clock.js';
import { LedgerLoader } from './pipeline/ledger-loader.js';
import { RecordLookup } from './pipeline/record-lookup.js';
import { Setbacks } from './pipeline/setbacks.js';
import { StoreStanding } from './pipeline/store-standing.js';
import { RelayStore } from './relay/relay-store.js';
import { Relay } from './relay/relay.js';
import { ForwardedTransfersController } from './transfers/forwarded-transfers.controller.js';
import { PostAtomicBatchHandler } from './transfers/post-atomic-batch.handler.js';
import { PostBatchHandler } from './transfers/post-batch.handler.js';
import { PostTransferHandler } from './transfers/post-transfer.handler.js';
import { ReverseTransferHandler } from './transfers/reverse-transfer.handler.js';
import { TransfersController } from './transfers/transfers.controller.js';

export const paymentsOptions: AppOptions = {
  bodyLimits: {
    '/v1/transfers/batch': MAX_BATCH_BODY_BYTES,
    [FORWARDED_TRANSFERS]: MAX_FORWARDED_REQUEST_BYTES,
  },
  // All of its routes wait for the one store: there is nothing to leave room for.
  limits: { requestsPerRoute: LIMITS.requests },
};

const handlers = [
  OpenAccountHandler,
  ChangeAccountHandler,
  PostTransferHandler,
  PostBatchHandler,
  PostAtomicBatchHandler,
  ReverseTransferHandler,
  PlaceHoldHandler,
  CaptureHoldHandler,
  VoidHoldHandler,
];
const pipeline = [
  CommandPipeline,
  GroupProcessor,
  GroupRecorder,
  Setbacks,
  RecordLookup,
  LedgerLoader,
  AccountCache,
  LedgerClock,
  CommitSignal,
  StoreStanding,
];

/** The command side: decides, records, and publishes what it recorded. */
@Module({})
export class PaymentsModule {
  constructor(
    checks: HealthChecks,
    store: StoreStanding,
    @Optional() @Inject(Relay) relay: Relay | undefined,
  ) {
    checks.register('event-store', () => store.check());
    // Commands go on without the bus: what it misses is told, but does not make the app unready.
    if (relay !== undefined) checks.register('bus', async () => relay.describe());
  }

  static forConfig(config: PaymentsConfig): DynamicModule {
    const { TRINE_POSTGRES_URL: url } = config;
    const openStore = {
      inject: [Databases],
      useFactory: (databases: Databases) => databases.openEventStore(url),
    };
    const publisher = {
      provide: EventPublisher,
      inject: [LOGGER, RelayStore],
      useFactory: (logger: Logger, store: RelayStore) => {
        const kafka = createKafka(config.TRINE_KAFKA_BROKERS, 'payments', logger);
        return new KafkaPublisher(kafka, config.TRINE_TOPIC, () => store.logId());
      },
    };
    const relay = [publisher, { provide: RelayStore, ...openStore }, Relay];
    return {
      module: PaymentsModule,
      imports: [CqrsModule.forRoot()],
      controllers: [AccountsController, TransfersController, ForwardedTransfersController, HoldsController],
      providers: [
        Databases,
        { provide: EventStore, ...openStore },
        ...pipeline,
        ...handlers,
        HoldExpiry,
        { provide: KEPT_DAYS, useValue: config.TRINE_IDEMPOTENCY_DAYS },
        KeyPurge,
        ...(config.TRINE_RELAY ? relay : []),
      ],
    };
  }
}
