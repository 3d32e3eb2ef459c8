import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { decimal, Journal, type Command } from './journal.js';
import { apiUrl } from './system.js';

const CALLERS = 8;
/** Between two commands of a caller: enough to always be in the middle of something, little enough for two cores. */
const PAUSE_MS = 20;
const FIRST_BACKOFF_MS = 50;
const MAX_BACKOFF_MS = 1_000;
/** A caller that hears nothing for this long asks again. */
const ANSWER_TIMEOUT_MS = 2_000;
/** How long a command is repeated: longer than any recovery. */
const GIVE_UP_AFTER_MS = 180_000;

interface Outcome {
  readonly status: number;
  readonly replayed: boolean;
}

export interface LoadOptions {
  /** Where commands go to, a repeat to the next of them; the public API unless said otherwise. */
  readonly targets?: readonly string[];
  /** Between two commands of a caller. */
  readonly pauseMs?: number;
}

/**
 * Callers that move money among a few accounts of their own, one command after the other, and send each again with its
 * key until it is answered for good. Some ask for more than there is and are refused.
 */
export class Load {
  readonly journal = new Journal();
  private readonly accounts: string[];
  private readonly bank: string;
  private readonly stopping = new AbortController();
  private abandoned = false;
  private callers: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly targets: readonly string[],
    private readonly pauseMs: number,
  ) {
    const run = randomUUID().slice(0, 8);
    this.bank = `faults-bank-${run}`;
    this.accounts = Array.from({ length: CALLERS * 2 }, (_, i) => `faults-${i}-${run}`);
  }

  /** Opens the accounts and begins. */
  static async start({ targets = [apiUrl], pauseMs = PAUSE_MS }: LoadOptions = {}): Promise<Load> {
    const load = new Load(targets, pauseMs);
    await load.open(load.bank, 'unlimited');
    for (const account of load.accounts) {
      await load.open(account, '0.00');
      await load.transfer(load.bank, account, 20_00);
    }
    load.callers = Promise.all(Array.from({ length: CALLERS }, () => load.call()));
    // Told by whoever stops the load.
    load.callers.catch(() => undefined);
    return load;
  }

  /** Resolves when every command that was begun is answered. */
  async stop(): Promise<Journal> {
    this.stopping.abort();
    await this.callers;
    return this.journal;
  }

  /** Ends it at once, whatever was not answered. */
  abandon(): void {
    this.abandoned = true;
    this.stopping.abort();
  }

  private async call(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const from = Math.random() < 0.1 ? this.bank : any(this.accounts);
      const others = this.accounts.filter((account) => account !== from);
      await this.transfer(from, any(others), 1 + Math.floor(Math.random() * 8_00));
      await sleep(this.pauseMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  private async transfer(from: string, to: string, amountMinor: number): Promise<void> {
    const command: Command = { id: `faults-${randomUUID()}`, from, to, amountMinor };
    const { journal } = this;
    journal.unanswered.add(command);
    const body = { id: command.id, from, to, amount: decimal(amountMinor), currency: 'CZK' };
    const { status } = await this.untilAnswered('/v1/transfers', body, command.id);
    if (status !== 201 && status !== 422) throw new Error(`${command.id} was answered with ${status}`);
    journal.unanswered.delete(command);
    (status === 201 ? journal.posted : journal.refused).push(command);
  }

  private async open(id: string, overdraftLimit: string): Promise<void> {
    const { status } = await this.untilAnswered('/v1/accounts', { id, currency: 'CZK', overdraftLimit }, id);
    if (status !== 201) throw new Error(`Opening ${id} was answered with ${status}`);
  }

  /** Sends it, with the same key, until the answer is one that repeating does not change. */
  private async untilAnswered(path: string, body: object, key: string): Promise<Outcome> {
    const deadline = Date.now() + GIVE_UP_AFTER_MS;
    const first = Math.floor(Math.random() * this.targets.length);
    for (let sent = 0, backoffMs = FIRST_BACKOFF_MS; ; sent++) {
      if (sent > 0) this.journal.repeats += 1;
      const outcome = await send(this.targets[(first + sent) % this.targets.length]! + path, body, key);
      if (outcome !== undefined) {
        if (outcome.replayed) this.journal.replays += 1;
        return outcome;
      }
      if (this.abandoned || Date.now() > deadline)
        throw new Error(`${key} was not answered in ${GIVE_UP_AFTER_MS} ms`);
      await sleep(backoffMs * (0.5 + Math.random() / 2));
      backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS);
    }
  }
}

/** Undefined when it has to be sent again: no answer, or one that says to come back (409 in flight, 5xx). */
async function send(url: string, body: object, key: string): Promise<Outcome | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    const { code } = (await response.json()) as { code?: string };
    if (response.status >= 500 || code === 'idempotency_in_flight') return undefined;
    return { status: response.status, replayed: response.headers.get('idempotent-replayed') === 'true' };
  } catch {
    return undefined;
  }
}

function any<T>(items: readonly T[]): T {
  return items[Math.floor(Math.random() * items.length)]!;
}
