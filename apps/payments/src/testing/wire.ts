import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/** Ends a request to PostgreSQL: what was asked is carried out before it comes, and committed by it. */
const SYNC = Buffer.from([0x53, 0, 0, 0, 4]);

/** The wire to a server, which a test can cut at the worst moment. */
export class Wire {
  private readonly sockets = new Set<Socket>();
  private readonly upstreams = new WeakSet<Socket>();
  private mode: 'open' | 'cut' | 'held' = 'open';
  private loses: ((request: Buffer) => boolean) | undefined;
  private holdsBack: ((request: Buffer) => boolean) | undefined;
  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('connection', (client) => this.join(client));
  }

  static async to(url: string): Promise<Wire> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Wire(server, new URL(url));
  }

  /** The target's URL by way of this wire. */
  get url(): string {
    const { port } = this.server.address() as { port: number };
    return Object.assign(new URL(this.target), { hostname: '127.0.0.1', port: String(port) }).href;
  }

  /** The server gets the next request like that, but its reply is lost together with the connection. */
  loseNextReply(to: (request: Buffer) => boolean): void {
    this.loses = to;
  }

  /** Nothing gets through, and every connection breaks. */
  cut(): void {
    this.mode = 'cut';
    for (const socket of this.sockets) socket.destroy();
  }

  /** Nothing the server says comes through until the wire is mended. */
  hold(): void {
    this.mode = 'held';
    for (const socket of this.sockets) if (this.upstreams.has(socket)) socket.pause();
  }

  /** PostgreSQL carries out every request like that from now on, and is never told to commit. */
  holdCommit(is: (request: Buffer) => boolean): void {
    this.holdsBack = is;
  }

  mend(): void {
    this.mode = 'open';
    for (const socket of this.sockets) socket.resume();
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(client: Socket): void {
    if (this.mode === 'cut') return void client.destroy();
    const upstream = connect(Number(this.target.port), this.target.hostname);
    this.upstreams.add(upstream);
    for (const socket of [client, upstream]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (bytes) => this.ask(bytes, client, upstream));
    upstream.on('data', (bytes) => client.write(bytes));
    if (this.mode === 'held') upstream.pause();
  }

  private ask(bytes: Buffer, client: Socket, upstream: Socket): void {
    if (this.loses?.(bytes) === true) {
      this.loses = undefined;
      upstream.removeAllListeners('data').once('data', () => client.destroy());
    }
    if (this.holdsBack?.(bytes) !== true) return void upstream.write(bytes);
    // Only then is all of the request before it.
    if (!bytes.subarray(-SYNC.length).equals(SYNC)) throw new Error('A request came in parts');
    upstream.write(bytes.subarray(0, -SYNC.length));
  }
}
