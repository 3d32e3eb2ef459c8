import type {
  CategoriesResponse,
  DeclinesResponse,
  FlowsResponse,
  TopAccountsResponse,
  VolumeResponse,
} from '@trine/contracts';

const start = '2026-11-21T00:00:00.000Z';

export const volume: VolumeResponse = {
  buckets: [{ start, currency: 'CZK', transfers: 2, amount: '162.00' }],
};

export const categories: CategoriesResponse = {
  categories: [
    { category: null, currency: 'CZK', transfers: 1, amount: '50.00' },
    { category: 'groceries', currency: 'CZK', transfers: 1, amount: '12.00' },
  ],
};

export const declines: DeclinesResponse = {
  buckets: [{ start, reason: 'insufficient_funds', currency: 'CZK', declines: 3, amount: '2900.00' }],
};

export const topAccounts: TopAccountsResponse = {
  accounts: [
    { accountId: 'acc_1', entries: 2, currency: 'CZK', in: '150.00', out: '12.00', net: '138.00' },
    { accountId: 'shop', entries: 1, currency: 'CZK', in: '12.00', out: '0.00', net: '12.00' },
  ],
};

export const flows: FlowsResponse = {
  flows: [{ currency: 'CZK', in: '162.00', out: '162.00', net: '0.00' }],
};
