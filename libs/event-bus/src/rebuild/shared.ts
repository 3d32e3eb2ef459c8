/** One question at a time for all who ask; nobody gets an answer to a question that was put before he asked. */
export class Shared<T> {
  private running: Promise<T> | undefined;
  private waiting: Promise<T> | undefined;

  constructor(private readonly put: () => Promise<T>) {}

  ask(): Promise<T> {
    if (this.running === undefined) return this.start();
    const next = () => this.start();
    this.waiting ??= this.running.then(next, next);
    return this.waiting;
  }

  private start(): Promise<T> {
    this.waiting = undefined;
    const running = this.put().finally(() => {
      if (this.running === running) this.running = undefined;
    });
    this.running = running;
    return running;
  }
}
