import { Injectable } from '@nestjs/common';
import { TimeoutStrategy, timeout } from 'cockatiel';

/** Resolves (with something worth telling, if there is) when the thing works, rejects with the reason when not. */
export type HealthCheck = () => Promise<string | void>;

export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  readonly detail?: string;
}

/** A check that takes longer counts as failed: readiness is asked every second or so. */
const CHECK_TIMEOUT_MS = 1_000;

/** What an app needs to be ready. Parts register themselves when they start. */
@Injectable()
export class HealthChecks {
  private readonly checks = new Map<string, HealthCheck>();
  private readonly limit = timeout(CHECK_TIMEOUT_MS, TimeoutStrategy.Aggressive);

  register(name: string, check: HealthCheck): void {
    this.checks.set(name, check);
  }

  /** Runs all checks at once; takes at most {@link CHECK_TIMEOUT_MS}. */
  async run(): Promise<CheckResult[]> {
    return Promise.all([...this.checks].map(([name, check]) => this.runOne(name, check)));
  }

  private async runOne(name: string, check: HealthCheck): Promise<CheckResult> {
    try {
      const detail = await this.limit.execute(() => check());
      return detail === undefined ? { name, ok: true } : { name, ok: true, detail };
    } catch (error) {
      return { name, ok: false, detail: error instanceof Error ? error.message : String(error) };
    }
  }
}
