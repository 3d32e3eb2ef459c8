/** Where a real server for tests is; `npm test` starts them and says so in the environment. */
export function serverUrl(variable: string): string {
  const url = process.env[variable];
  if (url === undefined) throw new Error(`${variable} is not set: run \`npm test\``);
  return url;
}
