/** Waits for a condition instead of for a time; refuses to succeed without having seen it hold. */
import { setTimeout as delay } from 'node:timers/promises';

/** How long to wait, and the words for the failure. */
export interface WaitOptions {
  /** Most milliseconds to wait; 5000 unless told. */
  readonly timeoutMs?: number;
  /** What is waited for, as it shall stand in the failure: `waited 5000 ms for <what>`. A function is called at the time-out. */
  readonly what?: string | (() => string);
}

/** Long enough for a busy two-core machine, short enough for a person to wait for a failing test. */
export const DEFAULT_TIMEOUT_MS = 5000;

/** Polls this close together at first, so that what is nearly there costs nothing. */
const EAGER_POLLS = 20;

/** Between later polls, in ms: leaves the processor to the process that is waited for. */
const POLL_MS = 2;

/**
 * Polls `condition` until it gives something truthy, and gives that.
 * @throws Error after `timeoutMs`, saying what was waited for. An exception of `condition` itself goes through at once.
 */
export async function waitUntil<T>(
  condition: () => T | Promise<T>,
  { timeoutMs = DEFAULT_TIMEOUT_MS, what = 'a condition' }: WaitOptions = {},
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  for (let polls = 0; ; polls += 1) {
    const got = await condition();
    if (got) return got;
    if (performance.now() > deadline) {
      throw new Error(`waited ${timeoutMs} ms for ${typeof what === 'string' ? what : what()}`);
    }
    if (polls < EAGER_POLLS) await nextTurn();
    else await delay(POLL_MS);
  }
}

/** The next turn of the event loop: lets sockets and pipes be read. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
