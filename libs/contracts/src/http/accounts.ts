import Type, { type Static } from 'typebox';
import {
  AccountId,
  Amount,
  AmountOrUnlimited,
  Currency,
  Metadata,
  Name,
  OverdraftLimit,
  Timestamp,
  Version,
} from '../schema/fields.js';

export const OpenAccountRequest = Type.Object(
  {
    id: Type.Optional(AccountId),
    currency: Currency,
    name: Type.Optional(Name),
    overdraftLimit: Type.Optional(OverdraftLimit),
    metadata: Type.Optional(Metadata),
  },
  { additionalProperties: false, $id: 'OpenAccountRequest' },
);
export type OpenAccountRequest = Static<typeof OpenAccountRequest>;

export const ChangeLimitsRequest = Type.Object(
  { overdraftLimit: OverdraftLimit },
  { additionalProperties: false, $id: 'ChangeLimitsRequest' },
);
export type ChangeLimitsRequest = Static<typeof ChangeLimitsRequest>;

/** - frozen: no money leaves or reaches it until it is unfrozen; - closed: for ever. */
export const AccountStatus = Type.Union([
  Type.Literal('open'),
  Type.Literal('frozen'),
  Type.Literal('closed'),
]);
export type AccountStatus = Static<typeof AccountStatus>;

const balanceFields = { posted: Amount, held: Amount, available: AmountOrUnlimited, version: Version };

export const AccountResponse = Type.Object(
  {
    id: AccountId,
    currency: Currency,
    name: Type.Optional(Name),
    status: AccountStatus,
    overdraftLimit: AmountOrUnlimited,
    metadata: Type.Optional(Metadata),
    ...balanceFields,
    openedAt: Timestamp,
    asOf: Timestamp,
  },
  { $id: 'Account' },
);
export type AccountResponse = Static<typeof AccountResponse>;

/** `asOf`: recordedAt of the account's last event that the view has applied. */
export const BalanceResponse = Type.Object(
  { accountId: AccountId, currency: Currency, ...balanceFields, asOf: Timestamp },
  { $id: 'Balance' },
);
export type BalanceResponse = Static<typeof BalanceResponse>;

/** In order of id; `nextCursor` is absent on the last page. */
export const AccountsResponse = Type.Object(
  { accounts: Type.Array(AccountResponse), nextCursor: Type.Optional(Type.String()) },
  { $id: 'Accounts' },
);
export type AccountsResponse = Static<typeof AccountsResponse>;
