/** Whether a check of a value's class still holds further on. Follows blocks by their braces, as they are in languages that have them; no tree. */
import { closingAt, quoteEnd } from '../extract/split.ts';

/** What stands in front of a check, in UTF-16 units. */
const LONGEST_FRONT = 40;
/** Leaves the block that it ends. */
const LEAVES = /\b(?:return|throw|continue|break|exit|die)\b[^;{}]*;\s*$/u;

/** Whether a check between `start` and `end` still says something where the text ends. */
export function holds(text: string, start: number, end: number): boolean {
  const front = text.slice(Math.max(0, start - LONGEST_FRONT), start);
  if (/\bassert\s*\(\s*$/u.test(front)) return true;
  const isNegated = /!\s*\(?\s*$/u.test(front);
  const rest = restOf(text, end);
  if (rest.kind === 'ended') return false;
  if (rest.kind === 'block') {
    return rest.close >= text.length ? !isNegated && !rest.isEither : after(text, rest.open, rest.close, isNegated);
  }
  // Still in the same expression: `!$a instanceof B || $a->`, `$a instanceof B && $a->`, `$a instanceof B ? $a->`.
  if (rest.isElse) return isNegated;
  return isNegated ? rest.isEither : !rest.isEither;
}

/** What follows a check: the block of its condition, the end of the statement, or the end of the text. */
type Rest =
  | { readonly kind: 'block'; readonly open: number; readonly close: number; readonly isEither: boolean }
  | { readonly kind: 'ended' }
  | { readonly kind: 'open'; readonly isEither: boolean; readonly isElse: boolean };

function restOf(text: string, from: number): Rest {
  let isEither = false;
  let isElse = false;
  for (let at = from; at < text.length; at++) {
    const character = text[at] ?? '';
    if ('([{'.includes(character)) {
      const close = closingAt(text, at);
      if (character === '{' && isBlock(text, at)) return { kind: 'block', open: at, close, isEither };
      at = close;
    } else if (character === "'" || character === '"') at = quoteEnd(text, at);
    else if (character === ';' || character === '}') return { kind: 'ended' };
    else if (text.startsWith('||', at)) isEither = true;
    else if (character === ':' && text[at + 1] !== ':' && text[at - 1] !== ':') isElse = true;
  }
  return { kind: 'open', isEither, isElse };
}

/** Behind the block of a condition: a negative check holds where the block was left, and in its `else`. */
function after(text: string, open: number, close: number, isNegated: boolean): boolean {
  if (!isNegated) return false;
  const otherwise = /^\s*else\s*\{/u.exec(text.slice(close + 1, close + 60));
  if (otherwise !== null && closingAt(text, close + otherwise[0].length) >= text.length) return true;
  return LEAVES.test(text.slice(open, close));
}

/** Not the arms of a `match`. */
function isBlock(text: string, open: number): boolean {
  return /\)\s*$/u.test(text.slice(Math.max(0, open - 40), open));
}
