import { problemKindOf, ProblemError } from '@trine/contracts';
import {
  decide,
  refuse,
  takenHoldOf,
  takenTransferOf,
  type Accounts,
  type Command,
  type Decision,
} from '@trine/domain';
import type { AccountProfile, Append, AppendCommand } from '@trine/event-store';
import { toAppendCommand } from './append-command.js';
import type { Unit } from './attempt.js';
import { batchRefused, type RefusedItem } from './batch-refused.js';
import { GroupStates } from './group-states.js';
import type { Loaded } from './ledger-loader.js';
import type { Submission } from './submission.js';

/** A group of commands, decided: what to append, and what is answered without being recorded. */
export interface GroupDecision {
  readonly append: Append;
  /** The accounts that it was decided on, as they are once the append is recorded. */
  readonly leaves: Accounts;
  /** Whose commands the append holds, in its order; `outcome` is 'accepted' or the code it was refused with. */
  readonly recorded: readonly { readonly submission: Submission; readonly outcome: string }[];
  /** Single commands refused in a way that leaves their key unused. */
  readonly unrecorded: readonly Unrecorded[];
  /** Commands that are only recorded together, by the first of each. */
  readonly refusedTogether: readonly Unrecorded[];
}

export interface Unrecorded {
  readonly submission: Submission;
  readonly problem: ProblemError;
}

/** Ids that are known to be taken, though nothing else of what has them was loaded. */
export interface Taken {
  readonly takenTransfers: ReadonlySet<string>;
  readonly takenHolds: ReadonlySet<string>;
}

/**
 * Decides units of commands one after the other, each on what the one before left; a unit of several is recorded as a
 * whole or not at all. Pure: `recordedAt` is milliseconds since 1970.
 */
export function decideGroup(
  units: readonly Unit[],
  loaded: Loaded,
  recordedAt: number,
  taken: Taken,
): GroupDecision {
  const group = new Group(loaded, recordedAt, taken);
  for (const { submissions, together } of units) {
    if (together) group.addTogether(submissions);
    else group.add(submissions[0]!);
  }
  const { states, commands, recorded, unrecorded, refusedTogether } = group;
  return {
    append: { recordedAt, commands, ...states.changes() },
    leaves: states.current.accounts,
    recorded,
    unrecorded,
    refusedTogether,
  };
}

class Group {
  readonly states: GroupStates;
  commands: AppendCommand[] = [];
  recorded: { submission: Submission; outcome: string }[] = [];
  readonly unrecorded: Unrecorded[] = [];
  readonly refusedTogether: Unrecorded[] = [];
  private readonly at: string;
  /** With those that the group itself opens. */
  private readonly profiles: Map<string, AccountProfile>;

  constructor(
    loaded: Loaded,
    recordedAt: number,
    private readonly taken: Taken,
  ) {
    this.states = new GroupStates(loaded.ledger);
    this.profiles = new Map(loaded.profiles);
    this.at = new Date(recordedAt).toISOString();
  }

  add(submission: Submission): void {
    const decision = this.decide(submission.command);
    this.states.restOn(decision.basis ?? []);
    if (decision.outcome === 'refused' && problemKindOf(decision.code).status !== 422) {
      const problem = new ProblemError(decision.code, decision.detail, decision.faults);
      this.unrecorded.push({ submission, problem });
      return;
    }
    this.record(submission, decision);
  }

  addTogether(unit: readonly Submission[]): void {
    const goBack = this.states.mark();
    const [commands, recorded] = [this.commands, this.recorded];
    [this.commands, this.recorded] = [[...commands], [...recorded]];
    const refused: RefusedItem[] = [];
    const seen = new Set<string>();
    for (const submission of unit) {
      const { command, place: index = 0 } = submission;
      if (command.type === 'post-transfer') for (const { from, to } of command.legs) seen.add(from).add(to);
      const decision = this.decide(command);
      if (decision.outcome === 'accepted') {
        this.states.restOn(decision.basis ?? []);
        this.record(submission, decision);
      } else refused.push({ index, code: decision.code, detail: decision.detail });
    }
    if (refused.length === 0) return;
    goBack();
    [this.commands, this.recorded] = [commands, recorded];
    this.states.restOn(seen);
    this.refusedTogether.push({ submission: unit[0]!, problem: batchRefused(refused) });
  }

  private decide(command: Command): Decision {
    const transferId = takenTransferOf(command) ?? '';
    if (this.taken.takenTransfers.has(transferId)) {
      return refuse('transfer_exists', `Transfer id ${transferId} is taken`);
    }
    const holdId = takenHoldOf(command) ?? '';
    if (this.taken.takenHolds.has(holdId)) return refuse('hold_exists', `Hold id ${holdId} is taken`);
    return decide(command, this.states.current, this.at);
  }

  private record(submission: Submission, decision: Decision): void {
    if (decision.outcome !== 'refused') this.states.take(decision.events);
    const { command } = submission;
    if (command.type === 'open-account') this.profiles.set(command.id, { ...command, openedAt: this.at });
    this.recorded.push({
      submission,
      outcome: decision.outcome === 'accepted' ? 'accepted' : decision.code,
    });
    const outcome = { recordedAt: this.at, ledger: this.states.current, profiles: this.profiles };
    this.commands.push(toAppendCommand(submission, decision, outcome));
  }
}
