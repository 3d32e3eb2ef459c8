import { CommandFailure, EXIT } from '../failure.js';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** Years and months that are written like numbers are no times. */
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/**
 * A time (RFC 3339), or how long before `now` it is: 90s, 15m, 1h, 2d.
 * @throws CommandFailure when it is neither, or to come
 */
export function parseSince(text: string, now: Date): Date {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const ms = RFC_3339.test(text) ? Date.parse(text) : now.getTime() - Number(count) * UNIT_MS[unit ?? '']!;
  if (!Number.isFinite(ms) || ms > now.getTime())
    throw new CommandFailure(
      `--since takes a time that is past (2026-01-31T12:00:00Z) or how long ago (90s, 15m, 1h, 2d), not ${text}`,
      EXIT.usage,
    );
  return new Date(ms);
}
