import {
  formatAmount,
  formatBound,
  parseAmount,
  parseBound,
  type BalanceResponse,
  type Balances,
} from '@trine/contracts';

/** An account as an event left it. Minor units; what is unlimited has no `availableMinor`. */
export interface StandingFields {
  version: number;
  postedMinor: bigint;
  heldMinor: bigint;
  availableMinor?: bigint;
}

export const standingFields = {
  version: Number,
  postedMinor: BigInt,
  heldMinor: BigInt,
  availableMinor: BigInt,
};

interface Standing {
  readonly version: number;
  readonly currency: string;
  readonly balances: Balances;
}

export function keepStanding({ version, currency, balances }: Standing): StandingFields {
  const available = parseBound(balances.available, currency);
  const standing: StandingFields = {
    version,
    postedMinor: parseAmount(balances.posted, currency),
    heldMinor: parseAmount(balances.held, currency),
  };
  if (available !== null) standing.availableMinor = available;
  return standing;
}

/** The balance that a document with a standing tells. */
export function balanceOf(
  document: StandingFields & {
    readonly accountId: string;
    readonly currency: string;
    readonly recordedAt: Date;
  },
): BalanceResponse {
  const {
    accountId,
    currency,
    version,
    postedMinor,
    heldMinor,
    availableMinor = null,
    recordedAt,
  } = document;
  return {
    accountId,
    currency,
    posted: formatAmount(postedMinor, currency),
    held: formatAmount(heldMinor, currency),
    available: formatBound(availableMinor, currency),
    version,
    asOf: recordedAt.toISOString(),
  };
}
