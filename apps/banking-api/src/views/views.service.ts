import { Injectable } from '@nestjs/common';
import { AnalyticsReader } from '@trine/analytics';
import { BalancesReader } from '@trine/balances';
import { formatPosition, ProblemError, type Positions, type ViewsResponse } from '@trine/contracts';
import { LogReader } from '@trine/event-bus';
import { HistoryReader } from '@trine/history';
import { isTaskCancelledError, timeout, TimeoutStrategy } from 'cockatiel';

type View = ViewsResponse['views'][number];

interface Reader {
  readonly name: string;
  readonly version: number;
  positions(): Promise<Positions>;
  parked(): Promise<readonly unknown[]>;
}

/** What a view tells of itself. */
interface Told {
  readonly positions: Positions;
  readonly parked: number;
}

/** Whoever watches the views hears soon that a store hangs, and how the others stand. */
const ANSWER_MS = 2_000;
const limit = timeout(ANSWER_MS, TimeoutStrategy.Aggressive);

const NOTHING: Told = { positions: new Map(), parked: 0 };

/** Compares the log's heads with what each view has applied. */
@Injectable()
export class ViewsService {
  private readonly readers: readonly Reader[];
  /** Where each view stood when it last answered. */
  private readonly lastKnown = new Map<string, Told>();

  constructor(
    balances: BalancesReader,
    history: HistoryReader,
    analytics: AnalyticsReader,
    private readonly log: LogReader,
  ) {
    this.readers = [balances, history, analytics];
  }

  /** A view that does not answer is listed with where it stood last. @throws ProblemError `unavailable` without the log */
  async list(): Promise<ViewsResponse> {
    // Heads first: a view can then only seem further behind than it is, never ahead.
    const heads = await this.orUnavailable(() => this.log.heads());
    return { views: await Promise.all(this.readers.map((reader) => this.view(reader, heads))) };
  }

  private async view(reader: Reader, heads: Positions): Promise<View> {
    const answer = await limit
      .execute(() => this.ask(reader, heads))
      .catch((error: unknown) => faultOf(error));
    const available = 'positions' in answer;
    if (available) this.lastKnown.set(reader.name, answer);
    const { positions, parked } = available ? answer : (this.lastKnown.get(reader.name) ?? NOTHING);
    const oldest = [...heads]
      .map(([partition]) => ({ partition, sequence: (positions.get(partition) ?? 0) + 1 }))
      .filter(({ partition, sequence }) => sequence <= (heads.get(partition) ?? 0));
    const recordedAt =
      oldest.length === 0
        ? new Map<string, Date>()
        : await this.orUnavailable(() => this.log.recordedAt(oldest));
    const now = Date.now();
    const partitions = [...heads]
      .sort(([a], [b]) => a - b)
      .map(([partition, head]) => {
        const applied = positions.get(partition) ?? 0;
        const since = recordedAt.get(formatPosition({ partition, sequence: applied + 1 }));
        return {
          partition,
          head,
          applied,
          ageMs: since === undefined ? 0 : Math.max(0, now - since.getTime()),
        };
      });
    return {
      name: reader.name,
      version: reader.version,
      available,
      ...(available ? {} : answer),
      lagEvents: partitions.reduce((sum, { head, applied }) => sum + Math.max(0, head - applied), 0),
      lagMs: Math.max(0, ...partitions.map(({ ageMs }) => ageMs)),
      parked,
      partitions,
    };
  }

  /** @throws ProblemError when the view has what the log has not: another log's events */
  private async ask(reader: Reader, heads: Positions): Promise<Told> {
    const [positions, parked] = await Promise.all([reader.positions(), reader.parked()]);
    // It may also have gone on since the heads were asked for.
    if (isAhead(positions, heads) && isAhead(positions, await this.log.heads()))
      throw new ProblemError('unavailable', 'It was built from another log than this one');
    return { positions, parked: parked.length };
  }

  private async orUnavailable<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await limit.execute(ask);
    } catch {
      throw new ProblemError('unavailable', 'The event store does not answer');
    }
  }
}

/** What may be told of an error: of a store's own the name, since its message may quote what was asked. */
function faultOf(error: unknown): { readonly reason: string } {
  if (isTaskCancelledError(error)) return { reason: `Its store has not answered for ${ANSWER_MS} ms` };
  if (error instanceof ProblemError) return { reason: error.message };
  return { reason: error instanceof Error ? error.name : String(error) };
}

function isAhead(positions: Positions, heads: Positions): boolean {
  return [...positions].some(([partition, sequence]) => sequence > (heads.get(partition) ?? 0));
}
