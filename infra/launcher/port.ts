import { createServer } from 'node:net';
import { portVariable } from './settings.js';

/** @throws Error that names the port and what to do when somebody else listens on it */
export async function assertPortFree(name: string, port: number): Promise<void> {
  await listen(port).catch(() => {
    throw new Error(
      `Port ${port}, which ${name} needs, is taken by another process (\`ss -ltnp 'sport = :${port}'\` tells which). ` +
        `Stop it, or choose another port with ${portVariable(name)}.`,
    );
  });
}

/** As many ports as wanted that are free now, each with a free one after it (Kafka takes two). */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = await listen(0);
    const second = await listen(port + 1).catch(() => undefined);
    const known = ports.some((other) => Math.abs(other - port) < 2);
    if (second !== undefined && !known) ports.push(port);
  }
  return ports;
}

function listen(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}
