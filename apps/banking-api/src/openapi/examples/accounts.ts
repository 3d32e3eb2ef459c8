import type {
  AccountResponse,
  BalanceResponse,
  ChangeLimitsRequest,
  EntryResponse,
  OpenAccountRequest,
  StatementResponse,
} from '@trine/contracts';

export const openAccountExamples = {
  simple: { summary: 'An account', value: { currency: 'CZK' } satisfies OpenAccountRequest },
  all: {
    summary: 'With everything',
    value: {
      id: 'acc_1',
      currency: 'CZK',
      name: 'Ada Lovelace',
      overdraftLimit: '500.00',
      metadata: { customer: '4711' },
    } satisfies OpenAccountRequest,
  },
  unlimited: {
    summary: 'Where money comes from',
    value: { id: 'bank', currency: 'CZK', overdraftLimit: 'unlimited' } satisfies OpenAccountRequest,
  },
};

export const changeLimitsExamples = {
  limit: { summary: 'A limit', value: { overdraftLimit: '500.00' } satisfies ChangeLimitsRequest },
  unlimited: { summary: 'No limit', value: { overdraftLimit: 'unlimited' } satisfies ChangeLimitsRequest },
};

export const account: AccountResponse = {
  id: 'acc_1',
  currency: 'CZK',
  name: 'Ada Lovelace',
  status: 'open',
  overdraftLimit: '500.00',
  metadata: { customer: '4711' },
  posted: '150.00',
  held: '20.00',
  available: '630.00',
  version: 4,
  openedAt: '2026-11-21T09:00:00.000Z',
  asOf: '2026-11-21T09:30:00.000Z',
};

export const frozenAccount: AccountResponse = { ...account, status: 'frozen', version: 5 };

export const closedAccount: AccountResponse = {
  ...account,
  status: 'closed',
  posted: '0.00',
  held: '0.00',
  available: '500.00',
  version: 9,
};

export const balance: BalanceResponse = {
  accountId: 'acc_1',
  currency: 'CZK',
  posted: '150.00',
  held: '20.00',
  available: '630.00',
  version: 4,
  asOf: '2026-11-21T09:30:00.000Z',
};

export const entry: EntryResponse = {
  id: 'acc_1:1',
  entry: 1,
  transferId: 'tr_1',
  direction: 'credit',
  amount: '150.00',
  currency: 'CZK',
  posted: '150.00',
  counterparty: 'bank',
  category: 'salary',
  reference: 'November',
  occurredAt: '2026-11-21T09:10:00.000Z',
  recordedAt: '2026-11-21T09:10:00.000Z',
};

export const statement: StatementResponse = {
  accountId: 'acc_1',
  currency: 'CZK',
  month: '2026-11',
  from: '2026-11-01T00:00:00.000Z',
  to: '2026-12-01T00:00:00.000Z',
  opening: '0.00',
  closing: '150.00',
  entries: [entry],
};

export const statementCsvExample = [
  'kind,occurredAt,recordedAt,entry,transferId,direction,amount,currency,balance,counterparty,reverses,holdId,category,reference,description,metadata',
  'opening,2026-11-01T00:00:00.000Z,,,,,,CZK,0.00,,,,,,,',
  'entry,2026-11-21T09:10:00.000Z,2026-11-21T09:10:00.000Z,1,tr_1,credit,150.00,CZK,150.00,bank,,,salary,November,,',
  'closing,2026-12-01T00:00:00.000Z,,,,,,CZK,150.00,,,,,,,',
  '',
].join('\r\n');
