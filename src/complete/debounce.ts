/** How long to wait after a key before a model is asked, and how long for one that has said nothing yet. Holds numbers only; keeps no time itself. */

/** The option `debounceMs`. */
export type DebounceMode = 'adaptive' | number;

/** Without a rhythm to go by: longer than a fast typist's pause between two keys (about 120 ms), so that a burst costs one request. */
const USUAL_MS = 150;
/** Shorter than this nobody has stopped typing; longer than that the wait is felt, whatever the rhythm. */
const SHORTEST_MS = 30;
const LONGEST_MS = 250;
/** A pause that many times as long as the usual one between two keys is one: the burst is over. */
const PAUSE_FACTOR = 1.3;
/** Longer pauses are thinking, not rhythm. */
const LONGEST_INTERVAL_MS = 600;
/** Keys that the rhythm is read from; fewer than the least tell nothing. */
const KEYS_REMEMBERED = 12;
const LEAST_KEYS = 4;
/** After a trigger character people stop to think: what comes next is a new thing. */
const TRIGGER_FACTOR = 0.4;
/** `(`, `->`, `::`, `=`, `,`, a new line with its indentation, `.` behind a name, and a blank behind any of these. */
const TRIGGER = /(?:[(=,[{]|->|::|=>|(?:[\p{L}_][\p{L}\p{N}_]*|[)\]])\.|^[ \t]*)[ \t]?$/u;
/** A suggestion has to stand for this long before the next key to be worth asking for between two keys. */
const SEEN_MS = 80;
/** Faster typists are never asked for between two keys: the suggestions would only flicker. */
const SLOW_TYPIST_MS = 180;

/** How much a new time to the first token counts against the mean of the older ones. */
const NEWEST_WEIGHT = 0.3;
/** Time to the first token of a model that was not measured yet. */
const USUAL_FIRST_TOKEN_MS = 1000;
/** A model this much later than usual may stay away for as long again. */
const LATE_FACTOR = 1.5;
/** How likely a model is to say the next character that the user types. */
const AGREES_PER_CHARACTER = 0.95;

/** What is known of the user's rhythm and the model's speed. */
export class Rhythm {
  readonly #intervals: number[] = [];
  #lastKeyAt: number | undefined;
  #firstTokenMs: number | undefined;

  /** A key was pressed at `at`, in ms of any clock that only moves on. */
  key(at: number): void {
    const interval = at - (this.#lastKeyAt ?? Number.NEGATIVE_INFINITY);
    this.#lastKeyAt = at;
    // Two messages of one key, or keys that came in together after a stall.
    if (interval < 5 || interval > LONGEST_INTERVAL_MS) return;
    this.#intervals.push(interval);
    if (this.#intervals.length > KEYS_REMEMBERED) this.#intervals.shift();
  }

  /** A model said its first token `ms` after it was asked. */
  firstToken(ms: number): void {
    const old = this.#firstTokenMs;
    this.#firstTokenMs = old === undefined ? ms : old + NEWEST_WEIGHT * (ms - old);
  }

  /** Another model answers from now on. */
  forgetModel(): void {
    this.#firstTokenMs = undefined;
  }

  /** Mean time to the first token in ms; `undefined` before the first. */
  get firstTokenMs(): number | undefined {
    return this.#firstTokenMs;
  }

  /** Median pause between two keys of a burst, in ms; `undefined` while too few are known. */
  get keyMs(): number | undefined {
    if (this.#intervals.length < LEAST_KEYS) return undefined;
    return this.#intervals.toSorted((a, b) => a - b)[Math.floor(this.#intervals.length / 2)];
  }
}

/**
 * Milliseconds from the key press until a model is asked.
 * @param before text of the cursor's line before the cursor
 */
export function debounceDelay(
  mode: DebounceMode,
  before: string,
  { keyMs, firstTokenMs }: Pick<Rhythm, 'keyMs' | 'firstTokenMs'>,
): number {
  if (mode !== 'adaptive') return mode;
  const pause = keyMs === undefined ? USUAL_MS : keyMs * PAUSE_FACTOR;
  const usual = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, pause));
  // The answer of a fast model comes well before a slow typist's next key: there is nothing to wait for.
  const isQuick = keyMs !== undefined && firstTokenMs !== undefined && keyMs >= SLOW_TYPIST_MS;
  if (isQuick && firstTokenMs + SEEN_MS + SHORTEST_MS <= keyMs) return SHORTEST_MS;
  return TRIGGER.test(before) ? Math.max(SHORTEST_MS, usual * TRIGGER_FACTOR) : usual;
}

/**
 * Whether a request that has said nothing yet is still worth waiting for although the user has typed on: its answer may well say what was
 * typed, and a new request would begin from nothing. Kept when it is expected to answer sooner, all in all:
 *
 *   remaining + (1 − p) · first token  <  delay + first token,   p: the odds that it says what was typed
 *
 * @param typed characters typed since it was asked
 * @param waitedMs time since it was asked
 * @param delayMs what a new request would wait for before it is sent
 */
export function isWorthWaiting(
  typed: number,
  waitedMs: number,
  delayMs: number,
  firstTokenMs = USUAL_FIRST_TOKEN_MS,
): boolean {
  const odds = AGREES_PER_CHARACTER ** typed;
  const isLate = waitedMs > firstTokenMs * LATE_FACTOR;
  const remaining = isLate ? waitedMs : Math.max(0, firstTokenMs - waitedMs);
  return remaining < delayMs + odds * firstTokenMs;
}
