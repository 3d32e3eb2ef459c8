import { Injectable } from '@nestjs/common';
import { AppendConflict, EventStore, type Appended, type PreparedAppend } from '@trine/event-store';
import { AccountCache } from './account-cache.js';
import type { Attempt, SentTry } from './attempt.js';
import { CommitSignal } from './commit-signal.js';
import { decideGroup, type GroupDecision } from './decide-group.js';
import { LedgerClock } from './ledger-clock.js';
import { LedgerLoader, type Loaded } from './ledger-loader.js';
import { pipelineMetrics } from './pipeline-metrics.js';
import { StoreStanding } from './store-standing.js';

/** What was recorded of a group. */
export interface Recorded {
  readonly decision: GroupDecision;
  /** Consistency tokens of its commands. */
  readonly tokens: readonly string[];
}

/** Hears of the append that is in flight: others may be sent behind it. */
export type LookAhead = (inFlight: SentTry) => void;

/** Where others were at the same accounts, they will be for a while: what is decided beside them would be in vain. */
const ALONE_MS = 5_000;

type ReadyTry = Omit<SentTry, 'appended'>;

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
    const sentAhead = attempt.takeSentAhead();
    if (attempt.isContested) this.aloneUntil = performance.now() + ALONE_MS;
    if (sentAhead === undefined && performance.now() < this.aloneUntil) return this.recordAlone(attempt);
    const sent = sentAhead ?? this.send(await this.decideOn(attempt, 'cached'));
    // What is tried again may be so once more: then all that was decided on it would be in vain.
    if (attempt.conflicts === 0 && !isEmpty(sent.decision)) lookAhead(sent);
    const appended = await sent.appended;
    this.committed(sent.decision, appended);
    return { decision: sent.decision, tokens: appended.tokens };
  }

  /**
   * Decides a group on the accounts that the append in flight will leave, and sends its append behind that one. Resolves
   * when it is on its way, or when it has to wait for its turn. Never rejects.
   */
  async sendBehind(inFlight: SentTry, attempt: Attempt): Promise<void> {
    try {
      const commands = attempt.submissions().map(({ command }) => command);
      const loaded = await this.loader.loadAhead(commands, inFlight.decision.leaves);
      if (loaded === undefined) return;
      const ready = this.decide(attempt, loaded, this.store, inFlight.append);
      // Of what is only refused no append would tell that it was refused on what never was.
      if (isEmpty(ready.decision)) return;
      attempt.loaded = loaded;
      attempt.sentAhead = this.send(ready);
      // It is waited for when its turn has come.
      attempt.sentAhead.appended.catch(() => undefined);
    } catch {
      // Whatever it was is met again, and answered for, when the group's turn has come.
    }
  }

  /** Others wait: what is loaded then is what the append finds. */
  private async recordAlone(attempt: Attempt): Promise<Recorded> {
    try {
      const { decision, done } = await this.store.alone(async (store) => {
        const { decision, appended } = this.send(await this.decideOn(attempt, 'fresh', store));
        return { decision, done: await appended };
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
    store: EventStore = this.store,
  ): Promise<ReadyTry> {
    const commands = attempt.submissions().map(({ command }) => command);
    attempt.loaded = await this.loader.load(commands, accounts);
    return this.decide(attempt, attempt.loaded, store);
  }

  private decide(attempt: Attempt, loaded: Loaded, store: EventStore, follows?: PreparedAppend): ReadyTry {
    const decision = decideGroup(attempt.units(), loaded, this.clock.now(), attempt);
    return { decision, append: store.prepare(decision.append, follows) };
  }

  private send({ decision, append }: ReadyTry): SentTry {
    return {
      decision,
      append,
      appended: isEmpty(decision) ? Promise.resolve(NOTHING) : timed(decision, append),
    };
  }

  private committed(decision: GroupDecision, appended: Appended): void {
    if (isEmpty(decision)) return;
    const { opened, updated } = decision.append;
    this.standing.succeeded();
    this.signal.committed(appended);
    this.cache.put([...opened, ...updated.map(({ account }) => account)]);
  }
}

async function timed({ append: { commands } }: GroupDecision, append: PreparedAppend): Promise<Appended> {
  const started = performance.now();
  const appended = await append.send();
  pipelineMetrics.appendDuration.observe((performance.now() - started) / 1_000);
  pipelineMetrics.appendSize.observe(commands.length);
  return appended;
}

/** What is only refused may still rest on accounts that have to be as they were seen. */
function isEmpty({ append: { commands, verified } }: GroupDecision): boolean {
  return commands.length === 0 && verified.length === 0;
}
