import { Controller, Get, Module, Post, Res } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { createLogger } from '../logging/logger.js';
import { createApp } from './create-app.js';
import type { Limits } from './limits.js';

/** Answers when the test says. */
class Gate {
  waiting = 0;
  private opened: () => void = () => undefined;
  private whenOpen = new Promise<void>((resolve) => (this.opened = resolve));

  async pass(): Promise<string> {
    this.waiting++;
    await this.whenOpen;
    return 'passed';
  }
  open(): void {
    this.opened();
    this.whenOpen = new Promise((resolve) => (this.opened = resolve));
    this.waiting = 0;
  }
}
const gate = new Gate();
let endlessEnded = false;

@Controller()
class GatedController {
  @Get('one')
  one() {
    return gate.pass();
  }
  @Get('two')
  two() {
    return gate.pass();
  }
  @Post('sent')
  sent() {
    return gate.pass();
  }
  @Get('endless')
  endless(@Res() reply: FastifyReply) {
    reply.raw.once('close', () => (endlessEnded = true));
    const chunk = Buffer.alloc(64 * 1024);
    return reply.send(
      new Readable({
        read: function () {
          this.push(chunk);
        },
      }),
    );
  }
}

@Module({ controllers: [GatedController] })
class GatedModule {}

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('an app with limits', () => {
  let app: NestFastifyApplication;
  let url: string;
  const start = async (limits: Partial<Limits>) => {
    app = await createApp(GatedModule, createLogger('test', 'silent'), { limits });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  };
  afterEach(async () => {
    gate.open();
    await app.close();
  });

  const get = (path: string) => fetch(`${url}/${path}`);
  const post = (body: string) =>
    fetch(`${url}/sent`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  const open = async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };
  const closed = (socket: Socket) => (socket.destroyed ? Promise.resolve() : once(socket.resume(), 'close'));
  const expectOverloaded = async (response: Response) => {
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(response.headers.get('x-correlation-id')).toBeTruthy();
    expect(await response.json()).toMatchObject({ code: 'overloaded', retryable: true });
  };

  it('tells callers past the requests it takes at once, and answers all that it took', async () => {
    await start({ requests: 3 });
    const taken = [get('one'), get('one'), get('two')];
    await until(() => gate.waiting === 3);
    await expectOverloaded(await get('two'));
    expect((await get('health/live')).status).toBe(200);
    gate.open();
    expect((await Promise.all(taken)).map(({ status }) => status)).toEqual([200, 200, 200]);
    const next = get('two');
    await until(() => gate.waiting === 1);
    gate.open();
    expect((await next).status).toBe(200);
  });

  it('leaves room for other routes', async () => {
    await start({ requestsPerRoute: 2 });
    const taken = [get('one'), get('one')];
    await until(() => gate.waiting === 2);
    await expectOverloaded(await get('one'));
    const other = get('two');
    await until(() => gate.waiting === 3);
    gate.open();
    expect((await Promise.all([...taken, other])).map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('takes no more than so many requests of one connection, however many are sent down it', async () => {
    await start({ requests: 3 });
    const socket = await open();
    let answers = '';
    socket.on('data', (bytes: Buffer) => (answers += bytes.toString()));
    socket.write('GET /one HTTP/1.1\r\nhost: a\r\n\r\n'.repeat(10));
    await until(() => gate.waiting === 3);
    gate.open();
    const count = (status: number) => answers.split(`HTTP/1.1 ${status}`).length - 1;
    await until(() => count(200) + count(503) === 10);
    expect(count(200)).toBe(3);
    socket.destroy();
  });

  it('holds only so many bytes of bodies', async () => {
    await start({ bodyBytes: 1_000 });
    const large = JSON.stringify('x'.repeat(600));
    const taken = post(large);
    await until(() => gate.waiting === 1);
    await expectOverloaded(await post(large));
    const small = post('1');
    await until(() => gate.waiting === 2);
    gate.open();
    expect([(await taken).status, (await small).status]).toEqual([201, 201]);
  });

  it('holds only so many connections', async () => {
    await start({ connections: 3 });
    const sockets = await Promise.all([open(), open(), open()]);
    await closed(await open());
    const [first] = sockets;
    first.write('GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n');
    const [answer] = (await once(first, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 200/);
    for (const socket of sockets) socket.destroy();
  });

  it.each([
    ['its headers', 'GET /one HTTP/1.1\r\nhost: a\r\n'],
    [
      'its body',
      'POST /sent HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n1',
    ],
  ])('lets go of a caller that is slow to send %s', async (_what, part) => {
    await start({ receiveMs: 300 });
    const socket = await open();
    socket.write(part);
    await closed(socket);
  });

  it('lets go of a caller that does not take its answer', async () => {
    await start({ stallMs: 300 });
    endlessEnded = false;
    const socket = await open();
    socket.pause().write('GET /endless HTTP/1.1\r\nhost: a\r\n\r\n');
    await until(() => endlessEnded);
    socket.destroy();
  });

  it('tells what cannot be read with a problem', async () => {
    await start({});
    const socket = await open();
    socket.write('This is no HTTP\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 400 .*application\/problem\+json.*invalid_request/s);
    await closed(socket);
  });
});
