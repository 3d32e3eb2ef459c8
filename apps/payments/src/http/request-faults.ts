import {
  AmountError,
  MAX_METADATA_BYTES,
  isCurrency,
  normaliseTime,
  parseAmount,
  ProblemError,
  type InputFault,
  type Validator,
} from '@trine/contracts';

/** The body as its schema describes it. @throws ProblemError `invalid_request` */
export function parseBody<T>(validator: Validator<T>, body: unknown): T {
  const outcome = validator.validate(body);
  if (outcome.ok) return outcome.value;
  throw malformed(outcome.faults);
}

export function malformed(faults: readonly InputFault[]): ProblemError {
  return new ProblemError('invalid_request', 'The body does not fit; see errors', faults);
}

/** Collects what a schema cannot say, so that the caller is told everything at once. */
export class FaultCollector {
  private readonly faults: InputFault[] = [];

  add(pointer: string, message: string): void {
    this.faults.push({ pointer, message });
  }

  /** @throws ProblemError `invalid_request` when anything was added */
  throwIfAny(): void {
    if (this.faults.length > 0) throw malformed(this.faults);
  }

  currency(pointer: string, code: string): boolean {
    const known = isCurrency(code);
    if (!known) this.add(pointer, `${code} is not in ISO 4217`);
    return known;
  }

  /**
   * Minor units; an amount past every bound comes out as `beyond`, since it is the ledger that refuses it, in its order
   * of precedence.
   */
  amount(pointer: string, text: string, currency: string, beyond: bigint): bigint {
    try {
      return parseAmount(text, currency);
    } catch (error) {
      if (!(error instanceof AmountError)) throw error;
      if (error.fault === 'out_of_range') return beyond;
      this.add(pointer, error.message);
      return 0n;
    }
  }

  /** The same, and more than zero. */
  positive(pointer: string, text: string, currency: string, beyond: bigint): bigint {
    if (/^[0.]+$/.test(text)) this.add(pointer, 'must be more than zero');
    return this.amount(pointer, text, currency, beyond);
  }

  metadata(pointer: string, metadata: Readonly<Record<string, string>> = {}): void {
    const bytes = Object.entries(metadata)
      .flat()
      .reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    if (bytes > MAX_METADATA_BYTES) this.add(pointer, `must be at most ${MAX_METADATA_BYTES} bytes together`);
  }

  /** UTC with milliseconds; `now` when the caller does not say. */
  time(pointer: string, text: string | undefined, now: string): string {
    const time = text === undefined ? now : normaliseTime(text);
    if (time === null) this.add(pointer, 'must be between the years 1900 and 2299');
    return time ?? now;
  }
}
