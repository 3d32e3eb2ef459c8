import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RequestListener, Server } from 'node:http';
import { tellUnderWay } from '../metrics/metrics.js';
import { correlationIdOf } from './correlation.js';
import { isOperation, routeOf } from './routes.js';
import { refuseOverload } from './refuse-overload.js';

/** What an app takes at a time; past any of them callers are told at once to come back. */
export interface Limits {
  /** Open connections; one more is closed as soon as it is there. */
  readonly connections: number;
  /** Requests under way. */
  readonly requests: number;
  /** Requests of one route under way: what hangs on one store leaves room for the rest. */
  readonly requestsPerRoute: number;
  /** Bodies of the requests under way, as announced. */
  readonly bodyBytes: number;
  /** Milliseconds for a request to come in whole. */
  readonly receiveMs: number;
  /** Milliseconds without a byte in either direction while a request is under way. */
  readonly stallMs: number;
}

/** Payments answers 8,000 callers in about two seconds; 64 MiB are 32 of the largest batches. */
export const LIMITS: Limits = {
  connections: 10_000,
  requests: 8_000,
  requestsPerRoute: 4_000,
  bodyBytes: 64 * 1024 * 1024,
  receiveMs: 15_000,
  stallMs: 30_000,
};

/** Keeps an app to its limits. Whoever asks how it is, is always answered. */
export function keepToLimits(fastify: FastifyInstance, limits: Limits): void {
  fastify.server.maxConnections = limits.connections;
  const ofRoute = new Map<string, number>();
  let [requests, bytes] = [0, 0];
  const add = (key: string, size: number, sign: 1 | -1) => {
    requests += sign;
    bytes += sign * size;
    ofRoute.set(key, (ofRoute.get(key) ?? 0) + sign);
  };
  const isFull = (key: string, size: number) =>
    requests >= limits.requests ||
    (ofRoute.get(key) ?? 0) >= limits.requestsPerRoute ||
    (size > 0 && bytes + size > limits.bodyBytes);
  tellUnderWay(() => requests);
  atTheDoor(fastify.server, (method, path) => isFull(`${method} ${path}`, 0));
  fastify.addHook('onRequest', (request, reply, done) => {
    const route = routeOf(request);
    if (isOperation(route)) return done();
    const key = `${request.method} ${route}`;
    const size = announcedBytes(request);
    if (isFull(key, size)) {
      reply.hijack();
      return refuseOverload(request.raw, reply.raw, route, request.correlationId);
    }
    add(key, size, 1);
    // Told also of callers that have gone away.
    reply.raw.once('close', () => add(key, size, -1));
    done();
  });
}

/** Refuses what can be known to be too much from its first line: before anything else is done for it, or logged. */
function atTheDoor(server: Server, isFull: (method: string, path: string) => boolean): void {
  const handle = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const { method = '', url = '' } = request;
    if (isFull(method, url) && !isOperation(url))
      refuseOverload(request, response, 'any', correlationIdOf(request));
    else for (const listener of handle) listener.call(server, request, response);
  });
}

/** A body that does not say how long it is may become as long as the route takes. */
function announcedBytes({ headers, routeOptions }: FastifyRequest): number {
  const length = headers['content-length'];
  if (length !== undefined) return Math.min(Number(length), routeOptions.bodyLimit);
  return headers['transfer-encoding'] === undefined ? 0 : routeOptions.bodyLimit;
}
