import type { Problem } from '@trine/contracts';

/** The call did not come through, or was turned away for now: the same call may succeed later. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
  constructor(
    message: string,
    /** How long the API asked to wait; undefined when it did not. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }

  static fromAnswer(status: number, text: string, retryAfter: string | string[] | undefined): Unavailable {
    const seconds = Number(retryAfter);
    return new Unavailable(
      `it answered ${status} ${detailOf(text)}`,
      Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : undefined,
    );
  }

  static fromError(error: unknown): Unavailable {
    const { message, code } = error as { message?: string; code?: string };
    return new Unavailable(message || code || 'the connection failed');
  }
}

function detailOf(text: string): string {
  try {
    const { code, detail } = JSON.parse(text) as Partial<Problem>;
    return [code, detail].filter((part) => part !== undefined).join(': ');
  } catch {
    return text.slice(0, 200);
  }
}
