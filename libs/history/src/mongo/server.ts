import { createConnection } from 'mongoose';
import { connectionOptions, onServerLost } from './connection.js';

export interface HistoryConfig {
  /** `mongodb://host:port/database?options` */
  readonly url: string;
}

/** One pool of connections to the view's database. */
export class HistoryServer {
  readonly connection = createConnection();
  private opening: Promise<unknown> | undefined;

  constructor(private readonly config: HistoryConfig) {}

  /** Connects unless it is connected already; from then on the driver finds a lost server again by itself. */
  async open(): Promise<void> {
    this.opening ??= this.connection.openUri(this.config.url, connectionOptions);
    try {
      await this.opening;
    } catch (error) {
      this.opening = undefined;
      throw error;
    }
  }

  onConnectionLost(listener: () => void): void {
    onServerLost(this.connection, listener);
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}
