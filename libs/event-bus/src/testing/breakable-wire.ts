import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A wire to a server that can be cut and mended: the server itself is not touched. Left open, it holds up no exit. */
export async function breakableWire(server: string) {
  const target = new URL(server);
  const sockets = new Set<Socket>();
  let cut = false;
  let losing = false;
  let swallowed: { is: (request: Buffer) => boolean; came: () => void } | undefined;
  const listener = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket.unref());
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    if (cut) near.destroy();
    near.on('data', (bytes: Buffer) => {
      if (swallowed?.is(bytes) === true) {
        swallowed.came();
        // What comes after it does not come through either.
        near.pause();
      } else far.write(bytes);
    });
    far.on('data', (bytes: Buffer) => {
      if (losing) near.destroy();
      else near.write(bytes);
      losing = false;
    });
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  listener.listen(0, '127.0.0.1').unref();
  await once(listener, 'listening');
  const url = new URL(server);
  url.port = String((listener.address() as AddressInfo).port);
  const drop = () => sockets.forEach((socket) => socket.destroy());
  return {
    url: url.toString(),
    cut: () => {
      cut = true;
      drop();
    },
    /** As it was; connections that were swallowed from stay silent. */
    mend: () => {
      cut = false;
      swallowed = undefined;
    },
    /** The server gets the next request and its answer is lost, together with the connection. */
    loseNextAnswer: () => {
      losing = true;
    },
    /** From now on the server never gets such a request. Resolves when there is one. */
    swallow: (is: (request: Buffer) => boolean) =>
      new Promise<void>((came) => {
        swallowed = { is, came };
      }),
    close: () => {
      listener.close();
      drop();
    },
  };
}
