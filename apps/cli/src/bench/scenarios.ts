import type { Request } from './load/offer.js';
import { CURRENCY } from './load/requests.js';
import { VIEWS, type Scenario } from './scenario.js';

const single = (accounts: readonly string[]): Request => ({ kind: 'transfers', accounts });

const transfers = {
  to: 'payments',
  views: [],
  connections: 64,
  transfersPerRequest: 1,
} as const;

const analytics = {
  volume: '/v1/analytics/volume?interval=day',
  categories: '/v1/analytics/categories',
  declines: '/v1/analytics/declines',
  top: `/v1/analytics/accounts/top?currency=${CURRENCY}`,
  flows: '/v1/analytics/flows',
};

export const scenarios: readonly Scenario[] = [
  {
    ...transfers,
    name: 'transfers',
    about: 'single transfers, straight to payments, relay and projectors paused',
    requests: (accounts) => ({ transfers: single(accounts) }),
  },
  {
    ...transfers,
    name: 'gateway',
    about: 'the same through banking-api',
    to: 'banking-api',
    requests: (accounts) => ({ gateway: single(accounts) }),
  },
  {
    ...transfers,
    name: 'hot',
    about: 'single transfers that all debit one account',
    requests: (accounts, hot) => ({ hot: { kind: 'transfers', accounts, hot } }),
  },
  {
    ...transfers,
    name: 'batch',
    about: 'batches of 100 transfers, straight to payments',
    connections: 8,
    transfersPerRequest: 100,
    requests: (accounts) => ({ batch: { kind: 'batch', accounts, size: 100 } }),
  },
  {
    ...transfers,
    name: 'overload',
    about: 'single transfers from 5,000 connections that never wait: 78 times as many as keep it busy',
    connections: 5_000,
    requests: (accounts) => ({ overload: single(accounts) }),
  },
  {
    ...transfers,
    name: 'growth',
    about: 'single transfers on an empty ledger, and with 10,000,000 events stored',
    filledWith: 5_000_000,
    emptyFirst: true,
    verifiesOnlyLast: true,
    requests: (accounts) => ({ growth: single(accounts) }),
  },
  {
    name: 'pipeline',
    about: 'steady single transfers with everything running; all views keep up',
    to: 'payments',
    views: VIEWS,
    connections: 64,
    rate: 4_000,
    transfersPerRequest: 1,
    requests: (accounts) => ({ pipeline: single(accounts) }),
  },
  {
    name: 'bulk',
    about: 'the pipeline with batches of 100 transfers, 40 a second',
    to: 'payments',
    views: VIEWS,
    connections: 16,
    rate: 40,
    transfersPerRequest: 100,
    requests: (accounts) => ({ bulk: { kind: 'batch', accounts, size: 100 } }),
  },
  {
    name: 'lag',
    about: '500 transfers a second with everything running: from commit to readable',
    to: 'payments',
    views: VIEWS,
    connections: 16,
    rate: 500,
    transfersPerRequest: 1,
    requests: (accounts) => ({ lag: single(accounts) }),
    readable: true,
  },
  {
    name: 'read',
    about: 'balances by account id',
    to: 'banking-api',
    views: ['balances'],
    connections: 64,
    transfersPerRequest: 0,
    requests: (accounts) => ({ read: get(accounts.map((id) => `/v1/accounts/${id}/balance`)) }),
  },
  {
    name: 'entries',
    about: 'first page of entries, with 1,000,000 entries of 4,000 accounts stored',
    to: 'banking-api',
    views: ['history'],
    accounts: 4_000,
    filledWith: 500_000,
    connections: 16,
    transfersPerRequest: 0,
    requests: (accounts, hot) => ({
      // So few that banking-api keeps the newest page of each.
      entries: entriesOf(accounts.slice(0, 1_000)),
      'entries hot': entriesOf([hot]),
      // One after the other, so none is kept any more when it comes again.
      'entries cold': entriesOf(accounts),
    }),
  },
  {
    name: 'analytics',
    about: 'each endpoint of analytics, with 10,000,000 entries stored',
    to: 'banking-api',
    views: ['analytics'],
    filledWith: 5_000_000,
    verifiesOnlyLast: true,
    connections: 1,
    transfersPerRequest: 0,
    requests: () =>
      Object.fromEntries(Object.entries(analytics).map(([name, path]) => [`analytics ${name}`, get([path])])),
  },
  {
    name: 'rebuild',
    to: 'payments',
    views: [],
    connections: 1,
    transfersPerRequest: 0,
    about: 'each view built anew from a log of 1,000,000 events',
    filledWith: 500_000,
    requests: () => ({}),
    rebuilds: true,
  },
];

function get(paths: readonly string[]): Request {
  return { kind: 'get', paths };
}

function entriesOf(accounts: readonly string[]): Request {
  return get(accounts.map((id) => `/v1/accounts/${id}/entries`));
}
