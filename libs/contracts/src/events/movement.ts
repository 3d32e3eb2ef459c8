import Type from 'typebox';
import {
  AccountId,
  Amount,
  Category,
  Currency,
  Description,
  Metadata,
  Reference,
  Timestamp,
  TransferId,
  Version,
} from '../schema/fields.js';
import { Balances } from './balances.js';

/** What every event about money on the move says, seen from `accountId`. */
export const movementFields = {
  accountId: AccountId,
  version: Version,
  transferId: TransferId,
  leg: Type.Integer({ minimum: 0, description: 'Which leg of the transfer, from 0' }),
  legs: Type.Integer({ minimum: 1, description: 'How many legs the transfer has' }),
  counterparty: AccountId,
  amount: Amount,
  currency: Currency,
  category: Type.Optional(Category),
  reference: Type.Optional(Reference),
  description: Type.Optional(Description),
  metadata: Type.Optional(Metadata),
  occurredAt: Timestamp,
  balances: Balances,
};
