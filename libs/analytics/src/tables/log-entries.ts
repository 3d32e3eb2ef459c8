import { exponents } from '@trine/contracts';
import { tableComment } from './version.js';

/**
 * Entries as the log keeps them, on their way into a copy that is being filled: nothing stays here, the view beside it
 * makes a row of `entries` of each. Only what it makes of one inserted block counts, so that a repeat replaces itself.
 */
export const createLogEntries = (database: string, suffix: string) => `
CREATE TABLE IF NOT EXISTS ${database}.log_entries${suffix} (
  partition UInt8 COMMENT 'Partition of the ledger, 0 to 15',
  sequence UInt64 COMMENT 'Sequence of the event within its partition',
  recorded_at DateTime64(3, 'UTC') COMMENT 'When the ledger recorded it',
  data String COMMENT 'EntryPosted in its current version, as JSON'
)
ENGINE = Null
${tableComment('Takes entries from the log while the copy is filled; always empty')}`;

export const LOG_ENTRY_COLUMNS: [string, ...string[]] = ['partition', 'sequence', 'recorded_at', 'data'];

/** Numbers are read wider than their columns are: what does not fit would be 0. */
const ENTRY = `Tuple(accountId String, entry UInt64, transferId String, leg UInt64, direction String,
  amount String, balances Tuple(posted String), currency String, counterparty String, category String,
  reverses String, holdId String, occurredAt String)`;

const decimals = (amount: string) =>
  `if(position(${amount}, '.') = 0, 0, length(${amount}) - position(${amount}, '.'))`;
const minor = (amount: string) => `toInt64(replaceOne(${amount}, '.', ''))`;
const time = (text: string) => `toDateTime64(${text}, 3, 'UTC')`;

/**
 * JSONExtract turns one type into another and what is missing into nothing; so the text itself has to show each field
 * with its type. A field of the same name within `metadata` would do: of what is broken, that too is never so.
 */
const isText = (field: string) => `position(data, '"${field}":"') > 0`;
const isNumber = (field: string, first: string) => `match(data, '"${field}":${first}[0-9]*[,}]')`;
const isId = (value: string) => `match(${value}, '^[A-Za-z0-9._:-]{1,64}$')`;
/** Of 18 digits at most, since toInt64 does not tell when there are too many. */
const isAmount = (value: string) => `match(${value}, '^-?(?:0|[1-9][0-9]{0,13})(?:[.][0-9]{1,4})?$')`;
const optional = (field: string, isValid: string) =>
  `if(e.${field} = '', position(data, '"${field}":') = 0 OR NOT JSONHas(data, '${field}'), ${isText(field)} AND ${isValid})`;

const TEXTS = ['accountId', 'transferId', 'counterparty', 'direction', 'amount', 'currency', 'occurredAt'];
const CODES = [...exponents.keys()].map((code) => `'${code}'`).join(', ');

/** What an entry has to be, so that its row is the one that would be made of it when it is decoded. */
const CONDITIONS = [
  ...[...TEXTS, 'posted', 'held', 'available'].map(isText),
  ...['entry', 'version', 'legs'].map((field) => isNumber(field, '[1-9]')),
  isNumber('leg', '[0-9]'),
  ...['e.accountId', 'e.transferId', 'e.counterparty'].map(isId),
  `e.entry BETWEEN 1 AND ${Number.MAX_SAFE_INTEGER}`,
  'e.leg <= 65535',
  `e.direction IN ('debit', 'credit')`,
  ...['e.amount', 'e.balances.posted'].map(isAmount),
  // Of a currency that is not listed no amount has as many.
  `exponent = transform(e.currency, [${CODES}], [${[...exponents.values()].join(', ')}], 255)`,
  `${decimals('e.balances.posted')} = exponent`,
  optional('category', 'lengthUTF8(e.category) <= 64'),
  optional('reverses', isId('e.reverses')),
  optional('holdId', isId('e.holdId')),
  `concat(replaceOne(toString(occurred_at), ' ', 'T'), 'Z') = e.occurredAt`,
];

/** Makes the row that `entryRow` makes. An entry that is not as it should be fails the insert. */
export const createLogEntriesView = (database: string, suffix: string) => `
CREATE MATERIALIZED VIEW IF NOT EXISTS ${database}.log_entries_view${suffix} TO ${database}.entries${suffix} AS
SELECT
  partition,
  sequence,
  e.accountId AS account_id,
  e.entry AS entry,
  e.transferId AS transfer_id,
  e.leg AS leg,
  e.direction AS direction,
  ${minor('e.amount')} AS amount_minor,
  ${minor('e.balances.posted')} AS posted_minor,
  e.currency AS currency,
  ${decimals('e.amount')} AS exponent,
  e.counterparty AS counterparty,
  e.category AS category,
  e.reverses AS reverses,
  e.holdId AS hold_id,
  ${time('e.occurredAt')} AS occurred_at,
  recorded_at
FROM (SELECT partition, sequence, recorded_at, data, JSONExtract(data, '${ENTRY}') AS e
      FROM ${database}.log_entries${suffix})
WHERE throwIf(NOT (${CONDITIONS.join('\n  AND ')}), 'Not every entry is as it should be') = 0`;
