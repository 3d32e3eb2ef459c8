import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, get } from './system.js';

const PAUSE_MS = 20;

/** Something to ask again and again. */
export interface Question {
  readonly path: string;
  /** A number in the answer's body that never falls while commands go on. */
  // Tests say what they expect of it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly newest: (body: any) => number;
}

/** One reader of each question, one request after the other, each from the moment it is answered at all. */
export class Readers {
  private readonly stopping = new AbortController();
  private readonly complaints: string[] = [];
  private answers = 0;
  private readonly reading: Promise<unknown>;

  private constructor(questions: readonly Question[]) {
    this.reading = Promise.all(questions.map((question) => this.read(question)));
  }

  static async start(questions: readonly Question[]): Promise<Readers> {
    for (const { path } of questions)
      await eventually(`${path} is answered`, async () => (await get(path)).status === 200);
    return new Readers(questions);
  }

  /** @returns how many answers there were, and in words whatever was no answer or older than the one before */
  async stop(): Promise<{ answers: number; complaints: string[] }> {
    this.stopping.abort();
    await this.reading;
    return { answers: this.answers, complaints: this.complaints };
  }

  private async read({ path, newest }: Question): Promise<void> {
    for (let last = 0; !this.stopping.signal.aborted; await sleep(PAUSE_MS)) {
      const found = await get(path).catch(String);
      if (typeof found === 'string' || found.status !== 200) {
        this.complaints.push(`${path}: ${typeof found === 'string' ? found : found.status}`);
        continue;
      }
      this.answers += 1;
      const now = newest(found.body);
      if (now < last) this.complaints.push(`${path} went back from ${last} to ${now}`);
      last = now;
    }
  }
}
