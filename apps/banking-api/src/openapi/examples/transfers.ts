import {
  problemOf,
  type PostBatchRequest,
  type PostBatchResponse,
  type PostTransferRequest,
  type ReverseTransferRequest,
  type TransferResponse,
} from '@trine/contracts';

const oneLeg = {
  id: 'tr_1',
  from: 'bank',
  to: 'acc_1',
  amount: '150.00',
  currency: 'CZK',
  category: 'salary',
  reference: 'November',
} satisfies PostTransferRequest;

export const postTransferExamples = {
  oneLeg: { summary: 'From one account to another', value: oneLeg },
  feeSplit: {
    summary: 'A payment of which two others get their part',
    value: {
      currency: 'CZK',
      legs: [
        { from: 'acc_1', to: 'shop', amount: '97.00' },
        { from: 'acc_1', to: 'acquirer', amount: '2.00' },
        { from: 'acc_1', to: 'scheme', amount: '1.00' },
      ],
      category: 'card',
    } satisfies PostTransferRequest,
  },
};

export const transfer: TransferResponse = {
  id: 'tr_1',
  status: 'posted',
  legs: [{ from: 'bank', to: 'acc_1', amount: '150.00', currency: 'CZK' }],
  category: 'salary',
  reference: 'November',
  occurredAt: '2026-11-21T09:10:00.000Z',
  recordedAt: '2026-11-21T09:10:00.000Z',
};

export const reverseTransferExamples = {
  whole: { summary: 'All that is left', value: {} satisfies ReverseTransferRequest },
  part: { summary: 'A part', value: { amount: '50.00' } satisfies ReverseTransferRequest },
};

export const reversal: TransferResponse = {
  id: '019a9f3c-6a40-7cc4-8f0e-2d1b8a1f5e77',
  status: 'posted',
  legs: [{ from: 'acc_1', to: 'bank', amount: '50.00', currency: 'CZK' }],
  occurredAt: '2026-11-22T08:00:00.000Z',
  recordedAt: '2026-11-22T08:00:00.000Z',
  reverses: 'tr_1',
};

export const reversedTransfer: TransferResponse = {
  ...transfer,
  status: 'partially_reversed',
  reversedBy: [{ id: reversal.id, legs: reversal.legs, recordedAt: reversal.recordedAt }],
};

const { id, ...salary } = oneLeg;

export const postBatchExamples = {
  salaries: {
    summary: 'Each by itself',
    value: {
      transfers: [
        { idempotencyKey: 'salary-2026-11-1', id, ...salary },
        { idempotencyKey: 'salary-2026-11-2', ...salary, to: 'acc_2' },
      ],
    } satisfies PostBatchRequest,
  },
  atomic: {
    summary: 'All or nothing',
    value: { atomic: true, transfers: [{ idempotencyKey: 'move-1', ...oneLeg }] } satisfies PostBatchRequest,
  },
};

export const batchResults: PostBatchResponse = {
  results: [
    { status: 201, transfer },
    { status: 404, problem: problemOf('account_not_found', 'There is no account acc_2') },
  ],
};
