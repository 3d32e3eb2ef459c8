/** A thing by its fields, as text. A field that is undefined is not there. */
export type State = Readonly<Record<string, string | undefined>>;

/** What differs of what the log tells, in words; undefined when nothing does. What it does not tell is not looked at. */
export function differenceOf(shown: State, told: State): string | undefined {
  const differing = Object.keys(told).filter((field) => shown[field] !== told[field]);
  if (differing.length === 0) return undefined;
  return differing
    .map((field) => `${field} is ${shown[field] ?? 'missing'}, the log says ${told[field] ?? 'none'}`)
    .join('; ');
}
