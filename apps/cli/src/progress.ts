import { SingleBar } from 'cli-progress';

/** How far something has come: a bar on a terminal, now and then a line elsewhere. */
export interface Progress {
  advance(by: number): void;
  /** The end has moved. */
  expect(total: number): void;
  stop(): void;
}

const LINE_EVERY_MS = 2_000;

export function startProgress(what: string, total: number): Progress {
  return process.stderr.isTTY ? startBar(what, total) : startLines(what, total);
}

function startBar(what: string, total: number): Progress {
  const startedAt = performance.now();
  const bar = new SingleBar({
    format: `${what} {bar} {percentage}% | {value}/{total} | {rate}/s | {eta_formatted} left`,
    barsize: 30,
    etaBuffer: 50,
    hideCursor: true,
  });
  bar.start(total, 0, { rate: 0 });
  let done = 0;
  return {
    advance: (by) => {
      done += by;
      bar.update(done, { rate: rateOf(done, startedAt) });
    },
    expect: (moved) => bar.setTotal(moved),
    stop: () => bar.stop(),
  };
}

function startLines(what: string, total: number): Progress {
  const startedAt = performance.now();
  let done = 0;
  let end = total;
  const print = () => {
    const percent = Math.floor((done / Math.max(end, 1)) * 100);
    console.error(`${what}: ${done}/${end} (${percent}%), ${rateOf(done, startedAt)}/s`);
  };
  const timer = setInterval(print, LINE_EVERY_MS);
  return {
    advance: (by) => void (done += by),
    expect: (moved) => void (end = moved),
    stop: () => {
      clearInterval(timer);
      print();
    },
  };
}

/** Per second, whole. */
export function rateOf(count: number, startedAt: number): number {
  return Math.round(count / Math.max((performance.now() - startedAt) / 1_000, 0.001));
}
