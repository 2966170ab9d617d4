/** Work in small steps: somebody may stop between two of them and go on later, or run it to its end at once. */

/** Steps take some milliseconds at most, so that who has better things to do may look at the clock in between. */
export type Steps<T> = Generator<undefined, T, undefined>;

export function runToEnd<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

export interface SliceOptions<T> {
  /** How long it may take at a time. */
  readonly sliceMs: number;
  /** Milliseconds of a clock that only moves on. */
  readonly now: () => number;
  /** Does it when others have had their turn. */
  readonly later: (job: () => void) => void;
  readonly done: (result: T) => void;
}

/** Runs as many steps as there is time for, and leaves the rest to later, again and again. */
export function runInSlices<T>(steps: Steps<T>, options: SliceOptions<T>): void {
  const { sliceMs, now, later, done } = options;
  const end = now() + sliceMs;
  let next = steps.next();
  while (next.done !== true && now() < end) next = steps.next();
  if (next.done === true) done(next.value);
  else later(() => runInSlices(steps, options));
}
