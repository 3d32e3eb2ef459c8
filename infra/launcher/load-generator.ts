import { ensurePrograms } from '../native/system-packages.js';

/** For `trine bench`, which offers load with it. */
export function loadGenerator(): Promise<void> {
  return ensurePrograms({ wrk: 'wrk' }, console.error);
}
