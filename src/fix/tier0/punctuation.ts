/** One sign too few or too many, near the place where a parser stopped. Braces by indentation: where it says that a block ends, and none does. */
import { indentOf } from '../indent.ts';
import type { Scene } from '../scene.ts';
import { offsetIn } from '../source-text.ts';
import { blocksByIndent, headWords } from './blocks.ts';
import { bracketsIn, CLOSERS } from './brackets.ts';
import { quotes } from './quotes.ts';
import type { Idea, Rule } from './rule.ts';

/** What may be missing, the likeliest first. */
const SIGNS = [';', ')', ']', ',', '}', '(', '{', ':', '=>', '->', '.'] as const;
/** Inside of a row, the likeliest first. */
const INSIDE = [',', ')', ':', '=>', '(', '.', '=', ';'] as const;
/** Rows above the place that are looked at: a parser stops at the next token, or where a bracket is missed. */
const ROWS_ABOVE = 2;
/** Braces that are missed are told far behind. */
const MOST_BRACES = 6;

/** How likely a kind of idea is, the smaller the likelier. */
const RANK = { expected: 0, row: 1, braces: 2, inserted: 3, deleted: 4 } as const;

export const punctuation: Rule = {
  name: 'punctuation',
  *ideas(scene) {
    const { target } = scene;
    const unclosed = unclosedIn(target.message);
    const expected = expectedIn(target.message);
    // What is said of a brace is said far from where it belongs.
    const signs = expected.filter((sign) => sign !== '{' && sign !== '}');
    const nearest = places(scene).slice(0, 2);
    const isOpenedAbove = signs.some((sign) => CLOSING.has(sign) && !isOpenIn(scene, sign));
    if (isOpenedAbove) for (const idea of closersByIndent(scene)) yield { ...idea, rank: RANK.expected };
    for (const sign of signs) {
      for (const at of nearest)
        if (!ENDS.has(sign) || !isRowStart(scene.source.text, at))
          yield { ...insertion(at, sign), rank: RANK.expected };
    }
    for (const idea of headWords(scene)) yield { ...idea, rank: RANK.row };
    for (const idea of quotes(scene, ROWS_ABOVE)) yield { ...idea, rank: RANK.row };
    for (const idea of rowsBelow(scene, unclosed)) yield { ...idea, rank: RANK.row };
    for (const idea of rowBrackets(scene, [...signs, ...unclosed])) yield { ...idea, rank: RANK.row };
    for (const idea of closersByIndent(scene)) yield { ...idea, rank: RANK.row };
    const blocks = [...blocksByIndent(scene)]
      .sort((a, b) => Math.abs(a.row - target.row) - Math.abs(b.row - target.row))
      .slice(0, MOST_BRACES);
    for (const { idea } of blocks) yield { ...idea, rank: RANK.braces };
    for (const idea of rowEnds(scene)) yield { ...idea, rank: RANK.inserted };
    for (const idea of insertions(scene, [...signs, ...unclosed, ...SIGNS])) yield { ...idea, rank: RANK.inserted };
    for (const idea of deletions(scene)) yield { ...idea, rank: RANK.deleted };
  },
};

const CLOSING = new Set([')', ']']);

/** Whether the target's row opens what the sign closes. */
function isOpenIn({ source, target, lineComment }: Scene, sign: string): boolean {
  return bracketsIn(source.lines[target.row] ?? '', lineComment).missing.includes(sign);
}

function insertion(at: number, sign: string): Idea {
  return { changes: [{ start: at, end: at, text: sign }], explanation: `\`${sign}\` was missing.` };
}

/** `Expected ';'.`, `'}' expected.` */
function expectedIn(message: string): readonly string[] {
  return [
    ...message.matchAll(/expected:? ['"`]([^'"`\w\s]{1,2})['"`]|['"`]([^'"`\w\s]{1,2})['"`] (?:was )?expected/giu),
  ].map((match) => match[1] ?? match[2] ?? '');
}

/** `"(" was not closed`: what closes it. Where it is missed is not said. */
function unclosedIn(message: string): readonly string[] {
  const opener = /["'`]([([{])["'`] was (?:not|never) closed/iu.exec(message)?.[1];
  return opener === undefined ? [] : [CLOSERS[opener] ?? ''];
}

/** Rows whose statement ends while a bracket is open, or that close what is not: there, and before what ends it. */
function* rowBrackets({ source, target, lineComment }: Scene, expected: readonly string[]): Iterable<Idea> {
  for (let row = target.row; row >= Math.max(0, target.row - ROWS_ABOVE); row--) {
    const line = source.lines[row] ?? '';
    const { missing, surplus, end } = bracketsIn(line, lineComment);
    const code = line.slice(0, end);
    const tail = /\s*(?:[;:,]|=>|->|\{)*$/u.exec(code)?.[0].length ?? 0;
    const [closer = ''] = missing;
    const padded = /[{]( +)[^\s{][^{]*$/u.exec(code)?.[1];
    if (closer === '}' && !/\{\s*$/u.test(code)) {
      // `{ a, b` is closed as it is opened.
      const col = code.slice(0, end - tail).trimEnd().length;
      const at = offsetIn(source, row, col);
      const until = at + (/^\s*/u.exec(line.slice(col))?.[0].length ?? 0);
      yield { changes: [{ start: at, end: until, text: `${padded ?? ''}}` }], explanation: '`}` was missing.' };
    }
    if ((tail > 0 || expected.includes(closer)) && closer !== '' && closer !== '}') {
      // Behind the last closer of the same kind, else before what ends the row.
      yield insertion(offsetIn(source, row, end - tail), closer);
      yield insertion(offsetIn(source, row, end), closer);
    }
    const last = surplus.at(-1);
    if (last !== undefined && line[last] !== '}' && line.trim().length > 2) {
      const start = offsetIn(source, row, last);
      const sign = line[last] ?? '';
      yield { changes: [{ start, end: start + 1, text: '' }], explanation: `\`${sign}\` was surplus.` };
    }
  }
}

/** What was not closed may be a bracket of a row below: the first one's closer was taken for its own. */
function* rowsBelow({ source, target, lineComment }: Scene, unclosed: readonly string[]): Iterable<Idea> {
  if (unclosed.length === 0) return;
  for (let row = target.row + 1; row <= Math.min(source.lines.length - 1, target.row + ROWS_SEARCHED); row++) {
    const line = source.lines[row] ?? '';
    const { missing, end } = bracketsIn(line, lineComment);
    const [closer = ''] = missing;
    // What a row's end opens goes on below.
    if (unclosed.includes(closer) && !/[([{]$/u.test(line.slice(0, end)))
      yield insertion(offsetIn(source, row, end), closer);
  }
}

/** The end of the token before a place: comments between are no code. */
function endOfCode({ source, lineComment }: Scene, row: number, col: number): number {
  const { lines } = source;
  const here = (lines[row] ?? '').slice(0, col);
  if (here.trim() !== '') return offsetIn(source, row, here.trimEnd().length);
  for (let above = row - 1; above >= 0; above--) {
    const line = lines[above] ?? '';
    if (line.trim() === '' || REMARK.test(line)) continue;
    return offsetIn(source, above, bracketsIn(line, lineComment).end);
  }
  return 0;
}

const REMARK = /^\s*(?:\/\/|#(?!\[)|--|\/\*|\*)/u;

/** Ends of code where a sign may be missing: that of the token before, of the rows above, and before and behind what is marked. */
function places(scene: Scene): readonly number[] {
  const { source, target, lineComment } = scene;
  const { lines } = source;
  const start = offsetIn(source, target.row, target.col);
  const end = Math.max(start, offsetIn(source, target.endRow, target.endCol));
  const found = [endOfCode(scene, target.row, target.col), start, end];
  for (let row = target.row; row >= Math.max(0, target.row - ROWS_ABOVE); row--) {
    const line = lines[row] ?? '';
    const code = REMARK.test(line) ? '' : line.slice(0, bracketsIn(line, lineComment).end);
    if (code.trim() !== '') found.push(offsetIn(source, row, code.length));
    // Before what closes at the row's end: `f($a;`.
    const closers = /[;,){\]:]+$/u.exec(code)?.[0].length ?? 0;
    for (let back = 1; back <= Math.min(closers, 3); back++) found.push(offsetIn(source, row, code.length - back));
  }
  return [...new Set(found)];
}

/** What is open at the end of the place's row may be closed by the next; or there. */
function* rowEnds({ source, target, lineComment }: Scene): Iterable<Idea> {
  const { missing, end } = bracketsIn(source.lines[target.row] ?? '', lineComment);
  const [closer] = missing;
  if (closer !== undefined && closer !== '}') yield insertion(offsetIn(source, target.row, end), closer);
}

/** A bracket that is open at the end of its row, and that the indentation ends without a closer: there, on a row of its own or at the end of the last one. */
function* closersByIndent({ source, target, lineComment }: Scene): Iterable<Idea> {
  for (let row = target.row; row >= Math.max(0, target.row - ROWS_SEARCHED); row--) {
    const line = source.lines[row] ?? '';
    const [closer = ''] = bracketsIn(line, lineComment).missing;
    if (closer !== ')' && closer !== ']') continue;
    const indent = indentOf(line);
    const isDeeper = (each: string): boolean => each.trim() === '' || indentOf(each).length > indent.length;
    const end = source.lines.findIndex((each, at) => at > row && !isDeeper(each));
    const next = end < 0 ? source.lines.length : end;
    const last = source.lines.slice(0, next).findLastIndex((each) => each.trim() !== '');
    const behind = (source.lines[next] ?? '').trim();
    if (last <= row || behind.startsWith(closer)) continue;
    // What stands there may be the rest of it: `;`, `: int {`
    if (/^[;:,]|^->/u.test(behind)) yield insertion(offsetIn(source, next, indent.length), closer);
    const at = offsetIn(source, last, bracketsIn(source.lines[last] ?? '', lineComment).end);
    yield insertion(at, `\n${indent}${closer}`);
    yield insertion(at, closer);
  }
}

/** Rows above the place where a bracket may have been opened. */
const ROWS_SEARCHED = 25;

function* insertions(scene: Scene, signs: readonly string[]): Iterable<Idea> {
  const { source, target } = scene;
  const where = places(scene);
  for (const sign of signs) {
    for (const at of where) if (mayStand(source.text, at, sign)) yield* spaced(source.text, at, sign);
  }
  for (const at of where) if (!isRowStart(source.text, at)) yield insertion(at, ';');
  // Inside of the row, behind each word.
  for (const sign of new Set([...signs.slice(0, -SIGNS.length), ...INSIDE])) {
    for (const { index, 0: word } of (source.lines[target.row] ?? '').matchAll(/[\p{L}\p{N}_'")\]]+/gu)) {
      const at = offsetIn(source, target.row, index + word.length);
      if (!where.includes(at)) yield* spaced(source.text, at, sign);
    }
  }
}

/** In the middle of a row a statement seldom ends. */
function mayStand(text: string, at: number, sign: string): boolean {
  return sign === ';' ? isRowEnd(text, at) : !ENDS.has(sign) || !isRowStart(text, at);
}

/** What ends something stands behind it, not before the next row's first word. */
const ENDS = new Set([';', ',']);

function isRowStart(text: string, at: number): boolean {
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, at).trim() === '';
}

function isRowEnd(text: string, at: number): boolean {
  return /^[^\S\n]*(?:\/\/|#|\n|$)/u.test(text.slice(at, at + LONGEST_BLANK));
}

/** Blanks before a comment at a row's end. */
const LONGEST_BLANK = 80;

/** Operators stand between blanks where one follows; an arrow never does. */
function* spaced(text: string, at: number, sign: string): Iterable<Idea> {
  const isBefore = text[at] === ' ' && text[at - 1] !== ' ';
  if (sign !== '->' || !isBefore) yield insertion(at, isBefore && OPERATORS.has(sign) ? ` ${sign}` : sign);
}

const OPERATORS = new Set(['=>', '=', '.']);

function* deletions({ source, target }: Scene): Iterable<Idea> {
  for (let row = target.row; row >= Math.max(0, target.row - 1); row--) {
    for (const { index, 0: sign } of (source.lines[row] ?? '').matchAll(/=>|->|[;,(){}[\]'":.=+]/gu)) {
      const start = offsetIn(source, row, index);
      yield { changes: [{ start, end: start + sign.length, text: '' }], explanation: `\`${sign}\` was surplus.` };
    }
  }
}
