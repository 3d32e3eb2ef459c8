import type { CaptureHoldRequest, HoldResponse, PlaceHoldRequest, TransferResponse } from '@trine/contracts';

export const placeHoldExamples = {
  card: {
    summary: 'A card payment that will be captured later',
    value: {
      id: 'hold_1',
      account: 'acc_1',
      to: 'shop',
      amount: '20.00',
      currency: 'CZK',
      expiresAt: '2026-11-28T09:20:00.000Z',
      category: 'groceries',
    } satisfies PlaceHoldRequest,
  },
};

export const hold: HoldResponse = {
  id: 'hold_1',
  account: 'acc_1',
  to: 'shop',
  amount: '20.00',
  captured: '0.00',
  remaining: '20.00',
  currency: 'CZK',
  status: 'open',
  expiresAt: '2026-11-28T09:20:00.000Z',
  category: 'groceries',
  recordedAt: '2026-11-21T09:20:00.000Z',
};

export const captureHoldExamples = {
  all: { summary: 'All that remains', value: {} satisfies CaptureHoldRequest },
  part: { summary: 'A part; the rest stays held', value: { amount: '12.00' } satisfies CaptureHoldRequest },
  final: {
    summary: 'The last part; the rest is released',
    value: { amount: '5.00', final: true } satisfies CaptureHoldRequest,
  },
};

export const capture: TransferResponse = {
  id: '019a9f3c-6a40-7cc4-8f0e-2d1b8a1f5e78',
  status: 'posted',
  legs: [{ from: 'acc_1', to: 'shop', amount: '12.00', currency: 'CZK' }],
  category: 'groceries',
  occurredAt: '2026-11-21T18:00:00.000Z',
  recordedAt: '2026-11-21T18:00:00.000Z',
  holdId: 'hold_1',
};

export const capturedHold: HoldResponse = {
  ...hold,
  captured: '12.00',
  remaining: '8.00',
  captures: [{ transferId: capture.id, amount: '12.00', recordedAt: capture.recordedAt }],
};

export const voidedHold: HoldResponse = { ...hold, status: 'voided', remaining: '0.00' };
