import { Injectable } from '@nestjs/common';
import { AnalyticsReader } from '@trine/analytics';
import { BalancesReader } from '@trine/balances';
import { parseConsistencyToken, ProblemError } from '@trine/contracts';
import { HistoryReader } from '@trine/history';
import { ViewWatch } from './view-watch.js';

/** How often a view is asked while anyone waits for it: by what asking costs. ClickHouse is written to a few times a second. */
const BALANCES_POLL_MS = 5;
const HISTORY_POLL_MS = 5;
const ANALYTICS_POLL_MS = 40;

export type ViewName = 'balances' | 'history' | 'analytics';

/** Lets a caller that sends a write's `Consistency-Token` read what it wrote. */
@Injectable()
export class ReadYourWrites {
  private readonly watches: Readonly<Record<ViewName, ViewWatch>>;

  constructor(balances: BalancesReader, history: HistoryReader, analytics: AnalyticsReader) {
    this.watches = {
      balances: new ViewWatch(balances, BALANCES_POLL_MS),
      history: new ViewWatch(history, HISTORY_POLL_MS),
      analytics: new ViewWatch(analytics, ANALYTICS_POLL_MS),
    };
  }

  /** Without a token a read answers at once. @throws ProblemError `invalid_request`, `read_model_behind` */
  async wait(view: ViewName, token: string | undefined): Promise<void> {
    if (token === undefined || token === '') return;
    const wanted = parseConsistencyToken(token);
    if (wanted === null) {
      throw new ProblemError('invalid_request', 'The Consistency-Token is none of ours', [
        { pointer: '/headers/consistency-token', message: 'must be one that a write answered with' },
      ]);
    }
    await this.watches[view].reached(wanted);
  }
}
