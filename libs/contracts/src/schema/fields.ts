import Type from 'typebox';

/** Ids that callers give; ours are UUIDv7, which fit it too. */
export const ID_PATTERN = '^[A-Za-z0-9._:-]{1,64}$';

/**
 * Text is kept exactly as given; U+0000 and lone surrogates cannot be stored by every view, so they are refused.
 * The length is in the pattern because it counts code points there; a validator's `maxLength` may count graphemes.
 */
const storable = (min: number, max: number | '') =>
  `^(?:[^\\u0000\\uD800-\\uDFFF]|[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]){${min},${max}}$`;

export const MAX_REFERENCE = 140;
export const MAX_DESCRIPTION = 500;
export const MAX_NAME = 140;
export const MAX_CATEGORY = 64;
export const MAX_METADATA_PAIRS = 32;
export const MAX_METADATA_KEY = 64;
export const MAX_METADATA_BYTES = 4 * 1024;

const text = (min: number, max: number, description: string, examples: string[]) =>
  Type.String({
    pattern: storable(min, max),
    description: `${description}, up to ${max} characters`,
    examples,
  });

export const Id = Type.String({ pattern: ID_PATTERN, description: '1 to 64 of A-Z a-z 0-9 . _ : -' });
export const AccountId = Type.String({ pattern: ID_PATTERN, description: 'Account id', examples: ['acc_1'] });
export const TransferId = Type.String({
  pattern: ID_PATTERN,
  description: 'Transfer id',
  examples: ['tr_1'],
});

export const HoldId = Type.String({ pattern: ID_PATTERN, description: 'Hold id', examples: ['hold_1'] });

export const Currency = Type.String({
  pattern: '^[A-Z]{3}$',
  description: 'ISO 4217 alphabetic code',
  examples: ['CZK'],
});
/** What a caller sends: positive, checked further against its currency by the edge. */
export const PositiveAmount = Type.String({
  pattern: '^(?:0|[1-9]\\d*)(?:\\.\\d+)?$',
  description: 'Positive decimal string with at most as many decimals as the currency has',
  examples: ['12.34'],
});
/** What Trine sends: always with all decimals of the currency. */
export const Amount = Type.String({
  pattern: '^-?(?:0|[1-9]\\d*)(?:\\.\\d+)?$',
  description: 'Decimal string in the currency beside it',
  examples: ['12.34'],
});
export const AmountOrUnlimited = Type.String({
  pattern: '^(?:unlimited|-?(?:0|[1-9]\\d*)(?:\\.\\d+)?)$',
  description: 'Decimal string, or "unlimited"',
  examples: ['0.00', 'unlimited'],
});
export const OverdraftLimit = Type.String({
  pattern: '^(?:unlimited|(?:0|[1-9]\\d*)(?:\\.\\d+)?)$',
  description: 'How far below zero the account may go: a decimal string, or "unlimited"',
  examples: ['0.00', 'unlimited'],
});

export const Name = text(1, MAX_NAME, 'Display name', ['Ada Lovelace']);
export const Category = text(1, MAX_CATEGORY, 'What the movement is for; analytics group by it', [
  'groceries',
]);
export const Reference = text(0, MAX_REFERENCE, 'Short text for both parties', ['Invoice 2026-17']);
export const Description = text(0, MAX_DESCRIPTION, 'Longer text', ['Weekly shopping']);
export const Metadata = Type.Record(
  Type.String({ pattern: storable(1, MAX_METADATA_KEY) }),
  Type.String({ pattern: storable(0, '') }),
  {
    additionalProperties: false,
    maxProperties: MAX_METADATA_PAIRS,
    description: `Up to ${MAX_METADATA_PAIRS} string pairs of the caller's own, ${MAX_METADATA_BYTES} bytes together`,
    examples: [{ orderId: '4711' }],
  },
);
/** RFC 3339, always UTC with milliseconds where Trine writes it. */
export const Timestamp = Type.String({
  format: 'date-time',
  description: 'RFC 3339 time',
  examples: ['2026-11-21T09:30:00.000Z'],
});
export const Version = Type.Integer({
  minimum: 1,
  description: 'Rises by one with each event of the account',
});
