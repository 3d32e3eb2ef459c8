/** What the process ends with. Anything else that goes wrong is a failure too. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

/** Ends the command with a message for whoever typed it: no stack, `usage` when the command itself was wrong. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  constructor(
    message: string,
    readonly exitCode: number = EXIT.failed,
  ) {
    super(message);
  }
}

/** The first few of what may be many, with a last line that says how many there are beside. */
export function listed(lines: readonly string[], most = 20): string {
  const shown = lines.slice(0, most).map((line) => `  ${line}`);
  const rest = lines.length - shown.length;
  return [...shown, ...(rest > 0 ? [`  … and ${rest} more`] : [])].join('\n');
}
