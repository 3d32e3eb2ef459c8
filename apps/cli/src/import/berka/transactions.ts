import type { Fields } from './fields.js';
import { readRecords } from './records.js';

/** One row of transactions.asc; amounts in minor units. */
export interface Transaction {
  readonly transactionId: string;
  readonly accountId: string;
  /** YYYY-MM-DD */
  readonly date: string;
  readonly direction: 'credit' | 'debit';
  readonly operation: string;
  readonly amount: bigint;
  /** What the bank recorded after it. */
  readonly balance: bigint;
  readonly kSymbol: string;
  readonly bank: string;
  readonly account: string;
}

const COLUMNS = [
  'trans_id',
  'account_id',
  'date',
  'type',
  'operation',
  'amount',
  'balance',
  'k_symbol',
  'bank',
  'account',
];

const DIRECTIONS = { PRIJEM: 'credit', VYDAJ: 'debit', VYBER: 'debit' } as const;

/** How money moved; empty: the bank booked it itself. */
export const OPERATIONS = {
  '': { category: undefined, text: 'Booked by the bank', cash: false },
  VKLAD: { category: 'cash-in', text: 'Cash deposit', cash: true },
  VYBER: { category: 'cash-out', text: 'Cash withdrawal', cash: true },
  'PREVOD Z UCTU': { category: 'transfer-in', text: 'Transfer from another bank', cash: false },
  'PREVOD NA UCET': { category: 'transfer-out', text: 'Transfer to another bank', cash: false },
  'VYBER KARTOU': { category: 'card', text: 'Card withdrawal', cash: false },
} as const;

/** What it was for. `byBank`: a charge or credit of the bank's own, so no cash changed hands whatever the operation. */
export const PURPOSES = {
  '': { category: undefined, text: '', byBank: false },
  UROK: { category: 'interest', text: 'interest', byBank: true },
  'SANKC. UROK': { category: 'penalty-interest', text: 'penalty interest', byBank: true },
  SLUZBY: { category: 'fee', text: 'fee', byBank: true },
  SIPO: { category: 'household', text: 'household payment', byBank: false },
  DUCHOD: { category: 'pension', text: 'pension', byBank: false },
  POJISTNE: { category: 'insurance', text: 'insurance', byBank: false },
  UVER: { category: 'loan', text: 'loan payment', byBank: false },
} as const;

/** @throws CommandFailure when anything in the file is wrong */
export async function readTransactions(path: string): Promise<Transaction[]> {
  const transactions: Transaction[] = [];
  const lines = new Map<string, number>();
  await readRecords(path, COLUMNS, (fields) => {
    const transaction = toTransaction(fields);
    const { transactionId } = transaction;
    const earlier = lines.get(transactionId);
    if (earlier !== undefined) fields.fault('trans_id', `${transactionId} is on line ${earlier} already`);
    lines.set(transactionId, fields.line);
    transactions.push(transaction);
  });
  return transactions;
}

function toTransaction(fields: Fields): Transaction {
  fields.oneOf('operation', OPERATIONS);
  fields.oneOf('k_symbol', PURPOSES);
  const amount = fields.amount('amount');
  if (amount < 0n) fields.fault('amount', 'is negative: the type tells the direction');
  return {
    transactionId: fields.id('trans_id'),
    accountId: fields.id('account_id'),
    date: fields.date('date'),
    direction: fields.oneOf('type', DIRECTIONS),
    operation: fields.text('operation'),
    amount,
    balance: fields.amount('balance'),
    kSymbol: fields.text('k_symbol'),
    bank: fields.text('bank'),
    account: fields.text('account'),
  };
}
