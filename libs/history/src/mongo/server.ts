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

  /** @throws Error when it is a mongod by itself, which refuses every write of several documents in one step */
  async expectTransactions(): Promise<void> {
    if (hasTransactions(await this.connection.db!.command({ hello: 1 }))) return;
    throw new Error('MongoDB has to be a replica set, of one member if need be: start mongod with --replSet');
  }

  onConnectionLost(listener: () => void): void {
    onServerLost(this.connection, listener);
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}

/** By a server's answer to `hello` (https://www.mongodb.com/docs/manual/reference/command/hello/). */
export function hasTransactions(hello: Readonly<Record<string, unknown>>): boolean {
  return hello['setName'] !== undefined || hello['msg'] === 'isdbgrid';
}
