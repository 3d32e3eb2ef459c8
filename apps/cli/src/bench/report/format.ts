export const plain = { head: [], border: [] };
export const whole = (value: number) => Math.round(value).toLocaleString('en-US');
export const ms = (value: number) => (value < 100 ? value.toFixed(1) : whole(value));

/** @example '+10.0 %' */
export function percentChange(now: number, then: number): string {
  const percent = (now / then - 1) * 100;
  return `${percent > 0 ? '+' : ''}${percent.toFixed(1)} %`;
}
