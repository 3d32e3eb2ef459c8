import { Random } from './random.js';

const projectors = ['balances-projector', 'history-projector', 'analytics-projector'];
const apps = ['payments', ...projectors, 'banking-api'];
const servers = ['postgres', 'kafka', 'redis', 'mongodb', 'clickhouse'];
export const processes: readonly string[] = [...apps, ...servers];

/**
 * `freeze` is SIGSTOP and later SIGCONT; `roll back` goes to a snapshot, `wipe` to an empty disk; `rebuild` builds a
 * projector's view anew, and is killed after a while if it is not done.
 */
export type FaultKind = 'kill' | 'freeze' | 'stop immediately' | 'wipe' | 'flush' | 'roll back' | 'rebuild';

export interface Fault {
  readonly kind: FaultKind;
  readonly process: string;
  /** How long it is frozen, how old the snapshot is that it goes back to, or when the rebuild is killed. */
  readonly forMs: number;
}

/** After a pause one fault, or two, of which the second may come while the first is being recovered from. */
export interface Step {
  readonly pauseMs: number;
  readonly faults: readonly Fault[];
  readonly gapMs: number;
}

const all: readonly Omit<Fault, 'forMs'>[] = [
  ...processes.map((process) => ({ kind: 'kill' as const, process })),
  ...processes.map((process) => ({ kind: 'freeze' as const, process })),
  { kind: 'stop immediately', process: 'postgres' },
  { kind: 'wipe', process: 'kafka' },
  { kind: 'flush', process: 'redis' },
  ...['redis', 'mongodb', 'clickhouse'].map((process) => ({ kind: 'roll back' as const, process })),
  ...projectors.map((process) => ({ kind: 'rebuild' as const, process })),
];

/** Out of four steps, how many have two faults at once. */
const PAIRS = 1 / 4;

/** Steps without end, the same for the same seed. Every fault comes once before any comes again. */
export function* schedule(seed: number): Generator<Step> {
  const random = new Random(seed);
  let deck: Omit<Fault, 'forMs'>[] = [];
  const draw = (except?: string): Fault => {
    if (!deck.some(({ process }) => process !== except)) deck = [...deck, ...random.shuffled(all)];
    const [drawn] = deck.splice(
      deck.findIndex(({ process }) => process !== except),
      1,
    );
    return { ...drawn!, forMs: random.between(500, 8_000) };
  };
  for (;;) {
    const pauseMs = random.between(500, 4_000);
    const first = draw();
    const faults = random.next() < PAIRS ? [first, draw(first.process)] : [first];
    yield { pauseMs, faults, gapMs: random.between(0, 3_000) };
  }
}
