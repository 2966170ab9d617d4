/** One sign too few or too many, near the place where a parser stopped. Braces by indentation: where it says that a block ends, and none does. */
import { indentOf } from '../indent.ts';
import type { Scene } from '../scene.ts';
import { offsetIn, type SourceText } from '../source-text.ts';
import type { Idea, Rule, TextChange } from './rule.ts';

/** What may be missing, the likeliest first. */
const SIGNS = [';', ')', ']', ',', '}', '(', '{', "'", '"', ':', '=>', '->', '.'] as const;
/** Rows above the place that are looked at: a parser stops at the next token, or where a bracket is missed. */
const ROWS_ABOVE = 2;
/** Braces that are missed are told far behind. */
const MOST_BRACES = 6;

export const punctuation: Rule = {
  name: 'punctuation',
  *ideas(scene) {
    const { source, target } = scene;
    const braces = [...bracesByIndent(source)]
      .sort((a, b) => Math.abs(a.row - target.row) - Math.abs(b.row - target.row))
      .slice(0, MOST_BRACES);
    for (const { idea } of braces) yield idea;
    for (const sign of expectedIn(target.message)) yield* insertions(scene, [sign]);
    yield* insertions(scene, SIGNS);
    yield* deletions(scene);
  },
};

/** `Expected ';'.`, `'}' expected.` */
function expectedIn(message: string): readonly string[] {
  return [
    ...message.matchAll(/expected:? ['"`]([^'"`\w\s]{1,2})['"`]|['"`]([^'"`\w\s]{1,2})['"`] (?:was )?expected/giu),
  ]
    .map((match) => match[1] ?? match[2] ?? '')
    .filter((sign) => sign !== '');
}

/** Ends of code where a sign may be missing: that of the token before, of the rows above, and before and behind what is marked. */
function places({ source, target }: Scene): readonly number[] {
  const { text, lines } = source;
  const start = offsetIn(source, target.row, target.col);
  const end = Math.max(start, offsetIn(source, target.endRow, target.endCol));
  const before = text.slice(0, start).trimEnd().length;
  const found = [before, start, end];
  for (let row = target.row; row >= Math.max(0, target.row - ROWS_ABOVE); row--) {
    const line = lines[row] ?? '';
    const code = line.replace(/\s*(?:\/\/|#(?!\[)).*$/u, '').trimEnd();
    if (code.trim() !== '') found.push(offsetIn(source, row, code.length));
    // Before what closes at the row's end: `f($a;`.
    const closers = /[;,){\]:]+$/u.exec(code)?.[0].length ?? 0;
    for (let back = 1; back <= Math.min(closers, 3); back++) found.push(offsetIn(source, row, code.length - back));
  }
  return [...new Set(found)];
}

function* insertions(scene: Scene, signs: readonly string[]): Iterable<Idea> {
  const where = places(scene);
  for (const sign of signs) {
    for (const at of where) {
      const change: TextChange = { start: at, end: at, text: sign };
      yield { changes: [change], explanation: `\`${sign}\` was missing.` };
    }
  }
  // Inside of the row, behind each word.
  const { source, target } = scene;
  for (const sign of signs.filter((each) => each.length === 1).slice(0, 4)) {
    for (const { index, 0: word } of (source.lines[target.row] ?? '').matchAll(/[\p{L}\p{N}_'")\]]+/gu)) {
      const at = offsetIn(source, target.row, index + word.length);
      if (!where.includes(at))
        yield { changes: [{ start: at, end: at, text: sign }], explanation: `\`${sign}\` was missing.` };
    }
  }
}

function* deletions({ source, target }: Scene): Iterable<Idea> {
  for (let row = target.row; row >= Math.max(0, target.row - 1); row--) {
    for (const { index, 0: sign } of (source.lines[row] ?? '').matchAll(/=>|->|[;,(){}[\]'":.=+]/gu)) {
      const start = offsetIn(source, row, index);
      yield { changes: [{ start, end: start + sign.length, text: '' }], explanation: `\`${sign}\` was surplus.` };
    }
  }
}

/** Blocks that the indentation ends and no brace does, and braces that end nothing. */
function* bracesByIndent(source: SourceText): Iterable<{ readonly row: number; readonly idea: Idea }> {
  const open: { readonly indent: number; readonly row: number }[] = [];
  const width = (line: string): number => [...indentOf(line)].reduce((sum, blank) => sum + (blank === '\t' ? 4 : 1), 0);
  for (const [row, line] of source.lines.entries()) {
    const code = line.replace(/\s*\/\/.*$/u, '').trimEnd();
    if (code.trim() === '' || /^\s*[*#]|^\s*\/\*/u.test(code)) continue;
    const indent = width(line);
    const closes = /^\s*\}/u.test(code);
    for (
      let top = open.at(-1);
      top !== undefined && (indent < top.indent || (indent === top.indent && !closes && !/^\s*\{/u.test(code)));
      top = open.at(-1)
    ) {
      open.pop();
      yield { row, idea: missingBrace(source, row, top.row) };
    }
    if (closes && open.at(-1)?.indent === indent) open.pop();
    else if (closes) {
      const start = offsetIn(source, row, 0);
      yield {
        row,
        idea: { changes: [{ start, end: offsetIn(source, row + 1, 0), text: '' }], explanation: 'A `}` was surplus.' },
      };
    }
    if (/\{$/u.test(code)) open.push({ indent, row });
  }
  for (const top of open.reverse())
    yield { row: source.lines.length, idea: missingBrace(source, source.lines.length, top.row) };
}

/** Before `row` and the blank lines above it. */
function missingBrace(source: SourceText, row: number, opener: number): Idea {
  let at = row;
  while (at > 0 && (source.lines[at - 1] ?? '').trim() === '') at--;
  // A comment belongs to what follows.
  while (at > opener + 1 && /^\s*(?:\/?\*|\/\/|#\[)/u.test(source.lines[at - 1] ?? '')) at--;
  while (at > 0 && (source.lines[at - 1] ?? '').trim() === '') at--;
  const isEnd = at >= source.lines.length;
  const start = isEnd ? source.text.length : offsetIn(source, at, 0);
  const brace = `${indentOf(source.lines[opener] ?? '')}}`;
  const needsEnd = isEnd && !source.text.endsWith('\n');
  return {
    changes: [{ start, end: start, text: needsEnd ? `\n${brace}` : `${brace}\n` }],
    explanation: `The block of line ${opener + 1} was not closed.`,
  };
}
