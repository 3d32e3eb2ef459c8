import type { Load, Request } from './load/offer.js';

/** What is offered to which app, and what else runs meanwhile. */
export interface Scenario {
  readonly name: string;
  readonly about: string;
  readonly to: 'payments' | 'banking-api';
  /** Whether relay and projectors run, too; paused otherwise. */
  readonly views: boolean;
  readonly connections: number;
  /** Requests a second; as many as are answered when not said. */
  readonly rate?: number;
  /** Transfers that one request carries; 0 for a question. */
  readonly transfersPerRequest: number;
  readonly request: (accounts: readonly string[]) => Request;
  /** Whether it is measured, beside the load, how soon a transfer can be read in each view. */
  readonly readable?: true;
}

const single = (accounts: readonly string[]): Request => ({ kind: 'transfers', accounts });

export const scenarios: readonly Scenario[] = [
  {
    name: 'transfers',
    about: 'single transfers, straight to payments, relay and projectors paused',
    to: 'payments',
    views: false,
    connections: 64,
    transfersPerRequest: 1,
    request: single,
  },
  {
    name: 'gateway',
    about: 'the same through banking-api',
    to: 'banking-api',
    views: false,
    connections: 64,
    transfersPerRequest: 1,
    request: single,
  },
  {
    name: 'hot',
    about: 'single transfers that all debit one account',
    to: 'payments',
    views: false,
    connections: 64,
    transfersPerRequest: 1,
    request: (accounts) => ({ kind: 'transfers', accounts, hot: accounts[0]! }),
  },
  {
    name: 'batch',
    about: 'batches of 100 transfers, straight to payments',
    to: 'payments',
    views: false,
    connections: 8,
    transfersPerRequest: 100,
    request: (accounts) => ({ kind: 'batch', accounts, size: 100 }),
  },
  {
    name: 'pipeline',
    about: 'steady single transfers with everything running; all views keep up',
    to: 'payments',
    views: true,
    connections: 64,
    rate: 4_000,
    transfersPerRequest: 1,
    request: single,
  },
  {
    name: 'lag',
    about: '500 transfers a second with everything running: from commit to readable',
    to: 'payments',
    views: true,
    connections: 16,
    rate: 500,
    transfersPerRequest: 1,
    request: single,
    readable: true,
  },
  {
    name: 'read',
    about: 'balances by account id',
    to: 'banking-api',
    views: true,
    connections: 64,
    transfersPerRequest: 0,
    request: (accounts) => ({ kind: 'get', paths: accounts.map((id) => `/v1/accounts/${id}/balance`) }),
  },
];

export function loadOf(
  scenario: Scenario,
  url: string,
  accounts: readonly string[],
  seconds: number,
  rate: number | undefined,
): Load {
  const { connections, request } = scenario;
  const asked = rate ?? scenario.rate;
  return {
    url,
    connections,
    seconds,
    request: request(accounts),
    ...(asked !== undefined && { rate: asked }),
  };
}
