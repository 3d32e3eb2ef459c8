import pg from 'pg';

/**
 * The one connection that appends go over, in the order in which they are sent, each without waiting for the answer to
 * the one before (libpq calls it pipeline mode). Opened when there is something to send, and again after it broke.
 */
export class AppendConnection {
  private opening: Promise<pg.Client> | undefined;

  constructor(private readonly config: pg.ClientConfig) {}

  /** @throws what the driver does; when the connection breaks, everything that is on its way fails */
  async query<Row extends pg.QueryResultRow>(statement: pg.QueryConfig): Promise<pg.QueryResult<Row>> {
    const client = await (this.opening ??= this.open());
    return client.query<Row>(statement);
  }

  async end(): Promise<void> {
    const client = await this.opening?.catch(() => undefined);
    await client?.end();
  }

  private open(): Promise<pg.Client> {
    const client = new pg.Client({ ...this.config, pipeline: true });
    const opening = client.connect().then(() => client);
    const forget = () => {
      if (this.opening === opening) this.opening = undefined;
    };
    // What was on its way hears of it by itself, and so does whoever waits for the connection.
    client.on('error', forget);
    client.on('end', forget);
    opening.catch(forget);
    return opening;
  }
}
