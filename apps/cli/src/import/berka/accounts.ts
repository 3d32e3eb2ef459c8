import { readRecords } from './records.js';

/** What accounts.asc says of an account. */
export interface AccountDetails {
  readonly districtId: string;
  readonly frequency: string;
  /** YYYY-MM-DD */
  readonly openedOn: string;
}

const COLUMNS = ['account_id', 'district_id', 'frequency', 'date'];

/** How often a statement is sent. */
const FREQUENCIES = {
  'POPLATEK MESICNE': 'monthly',
  'POPLATEK TYDNE': 'weekly',
  'POPLATEK PO OBRATU': 'after-transaction',
} as const;

/** By account id. @throws CommandFailure when anything in the file is wrong */
export async function readAccounts(path: string): Promise<Map<string, AccountDetails>> {
  const accounts = new Map<string, AccountDetails>();
  await readRecords(path, COLUMNS, (fields) => {
    const id = fields.id('account_id');
    if (accounts.has(id)) fields.fault('account_id', `${id} is there twice`);
    accounts.set(id, {
      districtId: fields.id('district_id'),
      frequency: fields.oneOf('frequency', FREQUENCIES),
      openedOn: fields.date('date'),
    });
  });
  return accounts;
}
