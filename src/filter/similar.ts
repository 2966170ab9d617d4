/** When two lines of code say the same, nearly. Lines of a list, which differ in a number or a name, do not. */
import { distance } from 'fastest-levenshtein';

/** Edits per character up to which lines may count as the same. */
const NEAR = 0.1;
/** Shorter lines differ by more than a slip when they differ at all. In UTF-16 units, without the blanks around. */
const SHORTEST_NEAR = 10;
/** In shorter words, one letter makes another word: `left` and `lift` no less than `a` and `b`. */
const SHORTEST_SLIP = 5;
const NUMBERS = /\d+/gu;
const NO_SIGNS = /[\p{L}\p{N}_$\s;,'"`]+/gu;
const WORDS = /[\p{L}\p{N}_$]+/gu;

/** Whether the lines are the same but for a slip: blanks, punctuation, a letter. What differs must not be a number or a whole word. */
export function isNearlySame(a: string, b: string): boolean {
  const [one, other] = [a.trim(), b.trim()];
  if (one === other) return true;
  if (Math.min(one.length, other.length) < SHORTEST_NEAR) return false;
  const longest = Math.max(one.length, other.length);
  if (Math.abs(one.length - other.length) > longest * NEAR) return false;
  return (
    sameNumbers(one, other) && sameSigns(one, other) && sameWords(one, other) && distance(one, other) <= longest * NEAR
  );
}

/** Edits from `start` to the beginning of `whole` that is nearest to it. */
export function distanceToStart(start: string, whole: string): number {
  const room = Math.ceil(start.length * NEAR) + 1;
  let least = Number.POSITIVE_INFINITY;
  for (let length = Math.max(0, start.length - room); length <= Math.min(whole.length, start.length + room); length++) {
    least = Math.min(least, distance(start, whole.slice(0, length)));
  }
  return least;
}

/** Whether `start` may become a line that is nearly `whole`. */
export function mayBecomeNearlySame(start: string, whole: string): boolean {
  const [begun, other] = [start.trim(), whole.trim()];
  if (other.startsWith(begun)) return true;
  if (other.length < SHORTEST_NEAR || begun.length > other.length * (1 + 2 * NEAR)) return false;
  return distanceToStart(begun, other) <= other.length * NEAR * (1 + NEAR) + 1;
}

function sameNumbers(a: string, b: string): boolean {
  return (a.match(NUMBERS) ?? []).join() === (b.match(NUMBERS) ?? []).join();
}

/** The same operators and brackets: `a + b` is not `a - b`. Separators and quotes are a matter of taste. */
function sameSigns(a: string, b: string): boolean {
  return a.replace(NO_SIGNS, '') === b.replace(NO_SIGNS, '');
}

/** As many words, of which one may be a letter away from its partner. */
function sameWords(a: string, b: string): boolean {
  const [words, others] = [a.match(WORDS) ?? [], b.match(WORDS) ?? []];
  if (words.length !== others.length) return false;
  const pairs = words.map((word, i) => [word, others[i] ?? ''] as const).filter(([word, other]) => word !== other);
  const [slip] = pairs;
  return (
    slip === undefined ||
    (pairs.length === 1 && Math.min(...slip.map(({ length }) => length)) >= SHORTEST_SLIP && distance(...slip) <= 1)
  );
}
