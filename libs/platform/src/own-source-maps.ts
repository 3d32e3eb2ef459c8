/**
 * To be imported before anything else. Node.js keeps the source maps of all modules that it loads, in payments 15 MB,
 * nearly all of them TypeORM's. Ours are ES modules, which are loaded before the first of them runs; CommonJS packages
 * are loaded while they do, so theirs are left out from here until everything is imported.
 */
if (process.sourceMapsEnabled) {
  process.setSourceMapsEnabled(false);
  setImmediate(() => process.setSourceMapsEnabled(true));
}
