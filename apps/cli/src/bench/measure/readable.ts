import { CONSISTENCY_TOKEN, IDEMPOTENCY_KEY } from '@trine/contracts';
import { build, type Histogram } from 'hdr-histogram-js';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CURRENCY } from '../load/requests.js';

const PROBE_EVERY_MS = 100;
/** A view that does not show a transfer for so long is not late but broken. */
const GIVE_UP_AFTER_MS = 60_000;

/** Milliseconds from a transfer's answer until a read that sends its token is answered. */
export interface Readable {
  readonly view: string;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly samples: number;
}

/** A transfer now and then, each followed at once by a read of every view that waits for it. */
export class ReadableProbe {
  private readonly waits = new Map<string, Histogram>();
  private readonly probing: Promise<void>;

  /** `api`: the URL of banking-api; `from` and `to` may be any two accounts. */
  constructor(
    private readonly api: string,
    private readonly from: string,
    private readonly to: string,
    private readonly stopping: AbortSignal,
  ) {
    this.probing = this.probe();
    // Told by probed(); until then it is nobody's.
    this.probing.catch(() => undefined);
  }

  /** After `stopping` was aborted. @throws Error when a probe was not answered as it should be */
  async probed(): Promise<Readable[]> {
    await this.probing;
    return [...this.waits].map(([view, waits]) => {
      // The histogram rounds up to its buckets.
      const max = waits.maxValue / 1_000;
      const at = (percentile: number) => waits.getValueAtPercentile(percentile) / 1_000;
      return { view, p50: at(50), p99: Math.min(at(99), max), max, samples: waits.totalCount };
    });
  }

  private async probe(): Promise<void> {
    const signal = this.stopping;
    while (!signal.aborted) {
      const id = `probe-${randomUUID()}`;
      const token = await this.post(id);
      const wrote = performance.now();
      await Promise.all([
        this.read('balances', `/v1/accounts/${this.from}/balance`, token, wrote),
        this.read('history', `/v1/transfers/${id}`, token, wrote),
        this.read('analytics', `/v1/analytics/flows?accountId=${this.from}`, token, wrote),
      ]);
      await sleep(PROBE_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async post(id: string): Promise<string> {
    const transfer = { id, from: this.from, to: this.to, amount: '0.01', currency: CURRENCY };
    const answer = await fetch(`${this.api}/v1/transfers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [IDEMPOTENCY_KEY]: id },
      body: JSON.stringify(transfer),
    });
    await answer.text();
    if (answer.status !== 201) throw new Error(`A probe was answered with ${answer.status}`);
    return answer.headers.get(CONSISTENCY_TOKEN)!;
  }

  /** A read waits for its view only so long: then it answers 503, and is asked again. */
  private async read(view: string, path: string, token: string, wrote: number): Promise<void> {
    for (let status = 0; status !== 200;) {
      const answer = await fetch(this.api + path, { headers: { [CONSISTENCY_TOKEN]: token } });
      const body = await answer.text();
      ({ status } = answer);
      const late = performance.now() - wrote > GIVE_UP_AFTER_MS;
      if (late || (status !== 200 && status !== 503)) throw new Error(`${view} answered a probe: ${body}`);
      if (status !== 200) await sleep(10);
    }
    const waits = this.waits.get(view) ?? build();
    this.waits.set(view, waits);
    waits.recordValue(Math.round((performance.now() - wrote) * 1_000));
  }
}
