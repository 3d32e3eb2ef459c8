/** What a log may say of a store's error: a client's own object may carry the command, with names and amounts in it. */
export function faultOf(error: unknown): { fault: string; message: string } {
  if (!(error instanceof Error)) return { fault: 'unknown', message: String(error) };
  // ClickHouse quotes the values of a row that it could not take.
  if ('type' in error && typeof error.type === 'string' && 'code' in error)
    return { fault: error.type, message: `code ${String(error.code)}` };
  return { fault: error.name, message: error.message };
}
