/** What a log may say of a store's error: a client's own object may carry the command, with names and amounts in it. */
export function faultOf(error: unknown): { fault: string; message: string } {
  if (!(error instanceof Error)) return { fault: 'unknown', message: String(error) };
  return { fault: error.name, message: error.message };
}
