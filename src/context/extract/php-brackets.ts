/** Whether the brackets in a piece of PHP come in pairs, so that most of what is no code is known for that without a parser. */
import type { TextRange } from './cut-text.ts';
import { NO_CODE } from './php-text.ts';

/** Group 3: a bracket, or what no pattern reads as the parser does. */
const BRACKET = new RegExp(`${NO_CODE}|([(){}[\\]\`])`, 'gu');
/** A string that holds code, what a shell is to do, or the end of all code. */
const UNSURE = /^(?:"[\s\S]*(?:\{\$|\$\{)|<<<|\?>|`)/u;
/** A comment or a string that is closed, or needs not to be. */
const CLOSED = /^(?:\/\*[\s\S]*\*\/|'[\s\S]*'|"[\s\S]*"|\/\/[\s\S]*|#[\s\S]*)$/u;
const OPENERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** A string or a comment goes on behind the piece. */
export const GOES_ON = 'goes on';
export type GoesOn = typeof GOES_ON;

/**
 * Whether each bracket in a piece has another one, but for `depth` braces that are open at its end. Where not, or where nobody closes a string or a comment,
 * no text is code that holds the piece.
 * @param bodies of functions, ascending: theirs come in pairs
 * @returns `undefined` where that can't be told: where the piece ends a block around it, or holds what isn't looked into
 */
export function hasPairs(
  text: string,
  { start, end }: TextRange,
  bodies: readonly TextRange[],
  depth = 0,
): boolean | undefined | GoesOn {
  const behind = new Map(bodies.filter((body) => body.end < end).map((body) => [body.start, body.end]));
  const pairs = new Pairs();
  BRACKET.lastIndex = start;
  for (let match = BRACKET.exec(text); match !== null && match.index < end; match = BRACKET.exec(text)) {
    const [found, , , bracket] = match;
    if (UNSURE.test(found)) return undefined;
    const at = BRACKET.lastIndex;
    const isIn = bracket === undefined ? at < text.length || CLOSED.test(found) : pairs.take(bracket);
    if (!isIn) return false;
    if (at > end) return GOES_ON;
    BRACKET.lastIndex = Math.max(at, behind.get(at) ?? at);
  }
  return pairs.leave(depth);
}

/** Brackets in their order. */
class Pairs {
  readonly #open: string[] = [];
  /** Blocks around that were ended. */
  #ended = 0;

  /** `false` where it can't stand there. */
  take(bracket: string): boolean {
    const opener = OPENERS[bracket];
    if (opener === undefined) this.#open.push(bracket);
    else if (this.#open.at(-1) === opener) this.#open.pop();
    else if (this.#open.length === 0 && bracket === '}') this.#ended++;
    else return false;
    return true;
  }

  /** Whether so many braces, and nothing else, are open at the end. */
  leave(depth: number): boolean | undefined {
    const isEven = this.#open.length - this.#ended === depth && this.#open.every((bracket) => bracket === '{');
    return isEven && this.#ended > 0 ? undefined : isEven;
  }
}
