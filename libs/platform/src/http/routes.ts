import type { FastifyRequest } from 'fastify';

/** What asks an app every few seconds how it is. */
const OPERATION = /^\/(?:health|metrics)\b/;

/** The pattern, not the URL: ids would make each request a route of its own. */
export function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unknown';
}

/** Whether a route tells of the app itself: never refused, and logged at debug level only. */
export function isOperation(route: string): boolean {
  return OPERATION.test(route);
}
