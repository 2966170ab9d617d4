/** Quotes of single rows: one that is not closed, or that closes nothing. Strings of several rows are not known here: a parser says whether it was right. */
import type { Scene } from '../scene.ts';
import { offsetIn } from '../source-text.ts';
import type { Idea } from './rule.ts';

/** What a string begins with, where the language does not say. */
const QUOTES = '\'"`';
/** Words of a row beside which a quote is tried. */
const MOST_WORDS = 12;

export function* quotes(scene: Scene, rowsAbove: number): Iterable<Idea> {
  const { source, target } = scene;
  for (let row = target.row; row >= Math.max(0, target.row - rowsAbove); row--) {
    const line = source.lines[row] ?? '';
    const at = unclosedIn(line, scene);
    if (at < 0) continue;
    const quote = line[at] ?? '';
    for (const col of new Set([...likely(line, at), ...wordEnds(line, at)])) {
      const place = offsetIn(source, row, col);
      yield { changes: [{ start: place, end: place, text: quote }], explanation: `\`${quote}\` was missing.` };
    }
  }
}

/** Column of the first quote that none follows; −1 without one. */
function unclosedIn(line: string, { language, lineComment }: Scene): number {
  const known = language?.quotes ?? QUOTES;
  let quote = '';
  let start = -1;
  for (let at = 0; at < line.length; at++) {
    const sign = line[at] ?? '';
    if (quote === '' && line.startsWith(lineComment, at)) break;
    if (quote !== '' && sign === '\\') at++;
    else if (quote === '' && known.includes(sign)) [quote, start] = [sign, at];
    else if (sign === quote) quote = '';
  }
  return quote === '' ? -1 : start;
}

/** What ends a row behind a string. */
const ENDS = /[)\]};,:\s]*$/u;

/** Where the string ends before what ends the row; or begins, where nothing follows the quote. */
function* likely(line: string, at: number): Iterable<number> {
  const rest = line.slice(at + 1);
  const end = line.length - (ENDS.exec(rest)?.[0].length ?? 0);
  if (end === at + 1) {
    const before = line.slice(0, at);
    yield before.length - (/[^([{,=\s][^([{,=]*$/u.exec(before)?.[0].length ?? 0);
  }
  for (let col = end; col <= line.trimEnd().length; col++) if (col > at + 1) yield col;
  yield end;
}

function* wordEnds(line: string, at: number): Iterable<number> {
  for (const { index, 0: word } of [...line.slice(at + 1).matchAll(/[\p{L}\p{N}_]+/gu)].slice(0, MOST_WORDS))
    yield at + 1 + index + word.length;
}
