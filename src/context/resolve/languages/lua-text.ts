/** Lua: code as text: without what strings and comments say, where expressions and blocks end. Knows no types. */
import { blanked } from '../../extract/code-text.ts';
import { LUA_NOT_CODE } from '../../extract/lua-text.ts';
import { closingAt } from '../../extract/split.ts';
import { readOnce } from '../plain-code.ts';

/** Without comments and strings, at the same offsets. */
export const luaPlain = readOnce((code) => blanked(code, LUA_NOT_CODE));

const BLOCK_WORDS = /(?<![\w.:])(?:function|if|do|repeat|end|until)(?!\w)/gu;

/** Whether what stands at `at` is in a block that is still open at the end. @param opened blocks that are open there and count */
export function isVisible(plain: string, at: number, opened = 0): boolean {
  let depth = opened;
  BLOCK_WORDS.lastIndex = at;
  for (let match = BLOCK_WORDS.exec(plain); match !== null; match = BLOCK_WORDS.exec(plain)) {
    depth += match[0] === 'end' || match[0] === 'until' ? -1 : 1;
    if (depth < 0 || (opened > 0 && depth === 0)) return false;
  }
  return true;
}

/** Begin a statement, or end one; what is typed next begins one. */
const BEGINS =
  /^\s*(?:$|local|return|if|for|while|repeat|end|else|elseif|until|do|then|function\s+[\w.:]+|break|goto|--|[\w.[\]"']+\s*(?:,\s*[\w.[\]"']+\s*)*=(?!=)|[\p{L}_][\w.:]*\s*[({"'])/u;
const GOES_ON = /(?:[=(,{+\-*/<>~]|\.\.|\b(?:and|or|not|return|local))\s*$/u;

/** What shows that a line goes on stands so near to its end, in UTF-16 units. */
const LONGEST_END = 40;
/** And that the next one begins a statement, so near to its start. */
const LONGEST_BEGIN = 80;

/** UTF-16 offset where the expression at `start` ends; functions are read to their `end`. */
export function expressionEnd(plain: string, start: number): number {
  for (let at = start; at < plain.length; at++) {
    const character = plain[at] ?? '';
    if ('([{'.includes(character)) at = closingAt(plain, at);
    else if (';,)]}'.includes(character)) return at;
    else if (character === '\n' && isStatementEnd(plain, start, at)) return at;
    else {
      const word = wordAt(plain, at);
      if (word === 'function') at = functionEnd(plain, at);
      else if (ENDS.test(word) && at > start) return at;
    }
  }
  return plain.length;
}

/** The word that begins at `at`; '' inside of one. */
function wordAt(plain: string, at: number): string {
  const isInside = /[\w.:]/u.test(plain[at - 1] ?? '') || !/[a-z]/u.test(plain[at] ?? '');
  return isInside ? '' : (/^[a-z]+(?!\w)/u.exec(plain.slice(at, at + LONGEST_WORD))?.[0] ?? '');
}

/** Longer than the words that end an expression, in UTF-16 units. */
const LONGEST_WORD = 10;
const ENDS = /^(?:then|do|end|else|elseif|until|local|return)$/u;

function isStatementEnd(plain: string, start: number, at: number): boolean {
  return (
    !GOES_ON.test(plain.slice(Math.max(start, at - LONGEST_END), at)) &&
    BEGINS.test(plain.slice(at + 1, at + LONGEST_BEGIN))
  );
}

/** Index of the last letter of the `end` of a function; the text's length where there is none. */
export function functionEnd(plain: string, start: number): number {
  let depth = 0;
  BLOCK_WORDS.lastIndex = start;
  for (let match = BLOCK_WORDS.exec(plain); match !== null; match = BLOCK_WORDS.exec(plain)) {
    const isEnd = match[0] === 'end' || match[0] === 'until';
    depth += isEnd ? -1 : 1;
    if (isEnd && depth === 0) return match.index + match[0].length - 1;
  }
  return plain.length;
}

/** UTF-16 offset of the first match that stands outside of brackets and functions; the text's length where there is none. */
export function outside(plain: string, pattern: RegExp, start = 0): number {
  const sticky = new RegExp(pattern.source, 'uy');
  for (let at = start; at < plain.length; at++) {
    sticky.lastIndex = at;
    if (sticky.test(plain)) return at;
    if ('([{'.includes(plain[at] ?? '')) at = closingAt(plain, at);
    else if (plain.startsWith('function', at) && !/\w/u.test(plain[at - 1] ?? '')) at = functionEnd(plain, at);
  }
  return plain.length;
}
