import { Injectable } from '@nestjs/common';
import type { Accounts } from '@trine/domain';
import { AppendConflict, EventStore, type Appended } from '@trine/event-store';
import { AccountCache } from './account-cache.js';
import type { Attempt, ReadyTry } from './attempt.js';
import { CommitSignal } from './commit-signal.js';
import { decideGroup, type GroupDecision } from './decide-group.js';
import { LedgerClock } from './ledger-clock.js';
import { LedgerLoader, type Loaded } from './ledger-loader.js';
import { pipelineMetrics } from './pipeline-metrics.js';
import { StoreStanding } from './store-standing.js';

/** What was recorded of a group, and the attempt that was made ready meanwhile. */
export interface Recorded {
  readonly decision: GroupDecision;
  /** Consistency tokens of its commands. */
  readonly tokens: readonly string[];
  readonly next?: Promise<Attempt | undefined> | undefined;
}

/** Makes the group ready that comes next, on the accounts that the one in flight leaves. Never rejects. */
export type LookAhead = (leaves: Accounts) => Promise<Attempt | undefined>;

/** Where others were at the same accounts, they will be for a while: what is decided beside them would be in vain. */
const ALONE_MS = 5_000;

const NOTHING: Appended = { tokens: [], events: () => [] };

/** Decides a group and appends what it decided. */
@Injectable()
export class GroupRecorder {
  /** By `performance.now()`. */
  private aloneUntil = 0;

  constructor(
    private readonly store: EventStore,
    private readonly cache: AccountCache,
    private readonly loader: LedgerLoader,
    private readonly clock: LedgerClock,
    private readonly signal: CommitSignal,
    private readonly standing: StoreStanding,
  ) {}

  /** @throws AppendConflict, and as the store does */
  async record(attempt: Attempt, lookAhead: LookAhead): Promise<Recorded> {
    if (attempt.isContested) this.aloneUntil = performance.now() + ALONE_MS;
    return performance.now() < this.aloneUntil
      ? this.recordAlone(attempt)
      : this.recordBesideOthers(attempt, lookAhead);
  }

  /** Decides a group on the accounts that the one in flight will leave. Never rejects: undefined if it cannot be. */
  async makeReady(attempt: Attempt, leaves: Accounts): Promise<Attempt | undefined> {
    try {
      const commands = attempt.submissions().map(({ command }) => command);
      attempt.loaded = await this.loader.loadAhead(commands, leaves);
      if (attempt.loaded === undefined) return undefined;
      attempt.ready = this.decide(attempt, attempt.loaded, this.store);
      return attempt;
    } catch {
      // Whatever it was is met again, and answered for, when the group's turn has come.
      return undefined;
    }
  }

  private async recordBesideOthers(attempt: Attempt, lookAhead: LookAhead): Promise<Recorded> {
    const { decision, send } = attempt.takeReady() ?? (await this.decideOn(attempt, 'cached', this.store));
    const appended = this.append(decision, send);
    // What is tried again may be so once more: then all that was decided on it would be in vain.
    const next = attempt.conflicts === 0 ? lookAhead(decision.leaves) : undefined;
    const done = await appended;
    this.committed(decision, done);
    return { decision, tokens: done.tokens, next };
  }

  /** Others wait: what is loaded then is what the append finds. */
  private async recordAlone(attempt: Attempt): Promise<Recorded> {
    try {
      const { decision, done } = await this.store.alone(async (store) => {
        const { decision, send } = await this.decideOn(attempt, 'fresh', store);
        return { decision, done: await this.append(decision, send) };
      });
      pipelineMetrics.appendsAlone.inc();
      this.committed(decision, done);
      return { decision, tokens: done.tokens };
    } catch (error) {
      // It may be too large for the time that others can wait.
      if (!(error instanceof AppendConflict)) {
        this.aloneUntil = 0;
        attempt.conflicts = 0;
      }
      throw error;
    }
  }

  private async decideOn(
    attempt: Attempt,
    accounts: 'cached' | 'fresh',
    store: EventStore,
  ): Promise<ReadyTry> {
    const commands = attempt.submissions().map(({ command }) => command);
    attempt.loaded = await this.loader.load(commands, accounts);
    return this.decide(attempt, attempt.loaded, store);
  }

  private decide(attempt: Attempt, loaded: Loaded, store: EventStore): ReadyTry {
    const decision = decideGroup(attempt.units(), loaded, this.clock.now(), attempt);
    return { decision, send: store.prepare(decision.append) };
  }

  private async append(decision: GroupDecision, send: () => Promise<Appended>): Promise<Appended> {
    if (isEmpty(decision)) return NOTHING;
    const started = performance.now();
    const appended = await send();
    pipelineMetrics.appendDuration.observe((performance.now() - started) / 1_000);
    pipelineMetrics.appendSize.observe(decision.append.commands.length);
    return appended;
  }

  private committed(decision: GroupDecision, appended: Appended): void {
    if (isEmpty(decision)) return;
    const { opened, updated } = decision.append;
    this.standing.succeeded();
    this.signal.committed(appended);
    this.cache.put([...opened, ...updated.map(({ account }) => account)]);
  }
}

/** What is only refused may still rest on accounts that have to be as they were seen. */
function isEmpty({ append: { commands, verified } }: GroupDecision): boolean {
  return commands.length === 0 && verified.length === 0;
}
