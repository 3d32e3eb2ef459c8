import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/** The wire to a server, which a test can cut at the worst moment. */
export class Wire {
  private readonly sockets = new Set<Socket>();
  private mode: 'open' | 'lose-reply' | 'cut' | 'held' = 'open';
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

  /** The server gets the next request, but its reply is lost together with the connection. */
  loseNextReply(): void {
    this.mode = 'lose-reply';
  }

  /** Nothing gets through, and every connection breaks. */
  cut(): void {
    this.mode = 'cut';
    for (const socket of this.sockets) socket.destroy();
  }

  /** Nothing the server says comes through until the wire is mended. */
  hold(): void {
    this.mode = 'held';
    for (const socket of this.sockets) socket.pause();
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
    for (const socket of [client, upstream]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (bytes) => upstream.write(bytes));
    upstream.on('data', (bytes) => this.pass(bytes, client));
    if (this.mode === 'held') upstream.pause();
  }

  private pass(bytes: Buffer, client: Socket): void {
    if (this.mode === 'lose-reply') {
      this.mode = 'open';
      client.destroy();
      return;
    }
    client.write(bytes);
  }
}
