/**
 * To be imported before anything else. Node.js keeps the source map of every module that it loads, in payments 15 MB,
 * nearly all of them TypeORM's. Ours are ES modules, which are loaded before the first of them runs; CommonJS packages
 * are loaded while they do, so theirs are left out from here until {@link allImported}. What fails in between tells
 * lines of JavaScript.
 */
const wanted = process.sourceMapsEnabled;
process.setSourceMapsEnabled(false);

/** Errors tell lines of TypeScript from here on, where that was asked for. */
export function allImported(): void {
  process.setSourceMapsEnabled(wanted);
}
