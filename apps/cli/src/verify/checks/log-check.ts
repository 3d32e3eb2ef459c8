import { Check } from '../check.js';

/** What the log itself has to be; what is wrong is reported as the log is read. */
export class LogCheck extends Check {
  see(): void {
    this.compared++;
  }

  report(what: string): void {
    this.differ(what);
  }
}
