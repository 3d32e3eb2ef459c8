import { formatAmount, type BatchItem } from '@trine/contracts';
import { BANK_ACCOUNT, CASH_ACCOUNT } from './counter-accounts.js';
import { CURRENCY } from './fields.js';
import { OPERATIONS, PURPOSES, type Transaction } from './transactions.js';

type Operation = keyof typeof OPERATIONS;
type Purpose = keyof typeof PURPOSES;

/**
 * A row as a transfer. `index` is its place in its account's day: the file has no time of day, so transfers of a day
 * are given milliseconds after noon (UTC) in their order.
 */
export function toTransfer(transaction: Transaction, index: number): BatchItem {
  const { transactionId, accountId, direction, bank, account } = transaction;
  const operation = OPERATIONS[transaction.operation as Operation];
  const purpose = PURPOSES[transaction.kSymbol as Purpose];
  const own = `berka-${accountId}`;
  const other = operation.cash && !purpose.byBank ? CASH_ACCOUNT : BANK_ACCOUNT;
  const [from, to] = direction === 'debit' ? [own, other] : [other, own];
  const reference = [bank, account].filter((part) => part !== '' && part !== '0').join('/');
  return {
    idempotencyKey: `berka-${transactionId}`,
    id: `berka-${transactionId}`,
    from,
    to,
    amount: formatAmount(transaction.amount, CURRENCY),
    currency: CURRENCY,
    category: categoryOf(transaction),
    ...(reference === '' ? {} : { reference }),
    description: [operation.text, purpose.text].filter((part) => part !== '').join(': '),
    metadata: metadataOf(transaction),
    occurredAt: new Date(Date.parse(`${transaction.date}T12:00:00.000Z`) + index).toISOString(),
  };
}

/** What a payment was for says more than how it was made, so the k_symbol goes before the operation. */
export function categoryOf({ kSymbol, operation, direction }: Transaction): string {
  return (
    PURPOSES[kSymbol as Purpose].category ??
    OPERATIONS[operation as Operation].category ??
    `bank-${direction}`
  );
}

/** The row's own words, and the balance that the bank recorded; what it leaves empty is left out. */
function metadataOf({ operation, kSymbol, bank, account, balance }: Transaction): Record<string, string> {
  const words = { operation, kSymbol, bank, account, bankBalance: formatAmount(balance, CURRENCY) };
  return Object.fromEntries(Object.entries(words).filter(([, word]) => word !== ''));
}
