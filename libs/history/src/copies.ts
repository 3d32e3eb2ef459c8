import { ViewCopies, type CopyRecord } from '@trine/event-bus';
import { CopyRecords } from './mongo/copy-record.js';
import { HistoryServer, type HistoryConfig } from './mongo/server.js';
import { MongoHistory } from './projection.js';
import { HISTORY, HistoryStore } from './store.js';

/** Copies of the history view: each has a suffix of its own after its collections' names. */
export class HistoryCopies extends ViewCopies {
  readonly name = HISTORY.name;
  readonly version = HISTORY.version;
  private readonly server: HistoryServer;
  private readonly records: CopyRecords;

  constructor(private readonly config: HistoryConfig) {
    super();
    this.server = new HistoryServer(config);
    this.records = new CopyRecords(this.server);
  }

  connect(): Promise<void> {
    return this.server.open();
  }

  record(): Promise<CopyRecord | undefined> {
    return this.records.read();
  }

  write(record: CopyRecord): Promise<boolean> {
    return this.records.write(record);
  }

  open(number: number): MongoHistory {
    return new MongoHistory(this.config, number);
  }

  drop(number: number): Promise<void> {
    return new HistoryStore(this.server, number).drop();
  }

  close(): Promise<void> {
    return this.server.close();
  }

  override async foundVersion(): Promise<number> {
    return (await this.records.versionBefore()) ?? this.version;
  }
}
