/** Runs long work in short slices on this thread, so that key presses are answered in between; does one job at a time. */

/** Longest time that a job holds the event loop at once, in ms. A frame has 16. */
const SLICE_MS = 3;

/** Runs `work` to its end, giving way to everything else after each slice. Ends early, without an error, when `signal` is aborted. */
export async function runInSlices(work: Generator<void, void>, signal: AbortSignal): Promise<void> {
  let until = performance.now() + SLICE_MS;
  while (!signal.aborted && work.next().done !== true) {
    if (performance.now() < until) continue;
    await nextTurn();
    until = performance.now() + SLICE_MS;
  }
}

/** Lets timers, sockets and everything else that waits have its turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
