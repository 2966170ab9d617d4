/** Finds the brackets and semicolons of a text that are code, without a parser: strings and comments are stepped over. */
import type { Language } from '../../syntax/language.ts';
import { commonEnd, commonStart } from '../../text/common.ts';
import { escapePattern } from '../../text/escape-pattern.ts';
import { firstFrom } from '../../text/first-from.ts';

/** All offsets are UTF-16 units, ascending. */
export interface Signs {
  readonly text: string;
  /** Brackets and semicolons. */
  readonly at: readonly number[];
  /** Strings and comments: the first character and the last one of each, in turn. */
  readonly skipped: readonly number[];
  /** Where the first string begins that nobody closed: what stands behind it may close it. */
  readonly sure: number;
}

/** What begins a string or a comment is no longer than that. */
const LONGEST_BEGIN = 4;

/** @param like of a text that begins, or ends, like this one: not looked through again */
export function signsIn(text: string, language: Language, like?: Signs): Signs {
  const from = like === undefined ? 0 : sameStart(text, like);
  // What stands in both texts before they differ.
  const at = like === undefined ? [] : like.at.slice(0, firstFrom(like.at, from));
  const skipped = like === undefined ? [] : like.skipped.slice(0, firstFrom(like.skipped, from));
  const most = like === undefined ? 0 : Math.min(text.length, like.text.length);
  const same = like === undefined ? 0 : commonEnd(like.text, text, most);
  let sure = Number.POSITIVE_INFINITY;
  const sign = patternOf(language);
  sign.lastIndex = from;
  for (let match = sign.exec(text); match !== null; match = sign.exec(text)) {
    const { index } = match;
    const end = endOfText(text, index, language);
    if (end > index) {
      skipped.push(index, end);
      if (isOpen(text, index, end)) sure = Math.min(sure, index);
    } else at.push(index);
    sign.lastIndex = end + 1;
    if (like !== undefined && end + 1 >= text.length - same && copyEnd(text, end + 1, like, at, skipped)) {
      return { text, at, skipped, sure: Math.min(sure, end + 1) };
    }
  }
  return { text, at, skipped, sure };
}

/** Where to go on, in no string and no comment: what stands before it is the same in both texts. */
function sameStart(text: string, like: Signs): number {
  const same = commonStart(like.text, text, Math.min(text.length, like.text.length));
  const from = Math.max(0, Math.min(same - LONGEST_BEGIN, like.sure));
  const before = firstFrom(like.skipped, from);
  // An odd index is that of an end: it begins before.
  return before % 2 === 1 ? (like.skipped[before - 1] ?? 0) : from;
}

/** What stands behind `from`, where that is no string and no comment in the other text. */
function copyEnd(text: string, from: number, like: Signs, at: number[], skipped: number[]): boolean {
  const more = text.length - like.text.length;
  const first = firstFrom(like.skipped, from - more);
  if (first % 2 === 1) return false;
  for (let index = firstFrom(like.at, from - more); index < like.at.length; index++)
    at.push((like.at[index] ?? 0) + more);
  for (let index = first; index < like.skipped.length; index++) skipped.push((like.skipped[index] ?? 0) + more);
  return true;
}

const PATTERNS = new Map<Language, RegExp>();

/** Brackets, semicolons, and what strings and comments of a language begin with. */
function patternOf(language: Language): RegExp {
  const known = PATTERNS.get(language);
  if (known !== undefined) return known;
  const comments = [language.lineComment, ...(language.blockComment?.slice(0, 1) ?? [])].map(escapePattern);
  const pattern = new RegExp(['[(){};[\\]\'"`]', ...comments].join('|'), 'gu');
  PATTERNS.set(language, pattern);
  return pattern;
}

/** Last index of the string or comment that starts at `at`; `at` itself where none does. */
function endOfText(text: string, at: number, { lineComment, blockComment }: Language): number {
  const character = text[at] ?? '';
  if (character === "'" || character === '"' || character === '`') return endOfString(text, at);
  if (blockComment !== undefined && text.startsWith(blockComment[0], at)) {
    const end = text.indexOf(blockComment[1], at + blockComment[0].length);
    return end < 0 ? text.length : end + blockComment[1].length - 1;
  }
  if (!text.startsWith(lineComment, at)) return at;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** Index of the quote that ends a string; where none does on its line, the line's end: an apostrophe in text, or a string that is being typed. */
function endOfString(text: string, at: number): number {
  const quote = text[at] ?? '';
  // Python's text over several lines: what it says is no code.
  if (text.startsWith(quote.repeat(3), at)) {
    const close = text.indexOf(quote.repeat(3), at + 3);
    return close < 0 ? text.length : close + 2;
  }
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === '\\') end++;
    else if (text[end] === quote) return end;
  }
  const lineEnd = text.indexOf('\n', at);
  return lineEnd < 0 ? text.length : lineEnd;
}

/** Whether what was found is a string that nobody closes. */
function isOpen(text: string, at: number, end: number): boolean {
  const character = text[at] ?? '';
  return '\'"`'.includes(character) && text[end] !== character;
}
