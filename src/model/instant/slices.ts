/** Runs long work in short slices on this thread, so that key presses are answered in between; does one job at a time. */

/** Longest time that a job holds the event loop at once, in ms. A frame has 16. */
const SLICE_MS = 3;

/** Runs `work` to its end, giving way to everything else after each slice. @returns its result; `undefined` once `signal` is aborted */
export async function runInSlices<T>(work: Generator<void, T>, signal: AbortSignal): Promise<T | undefined> {
  let until = performance.now() + SLICE_MS;
  while (!signal.aborted) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() < until) continue;
    await nextTurn();
    until = performance.now() + SLICE_MS;
  }
  return undefined;
}

/** Runs `work` to its end without giving way: for benches and tests. */
export function runAtOnce<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** Lets timers, sockets and everything else that waits have its turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
