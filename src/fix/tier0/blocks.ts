/** Blocks by indentation: where it says that one ends or begins, and no word or brace does. Reads no types; a line is all that it knows of a statement. */
import { indentOf } from '../indent.ts';
import type { BlockSigns } from '../languages/language.ts';
import type { Scene } from '../scene.ts';
import { offsetIn } from '../source-text.ts';
import { bracketsIn } from './brackets.ts';
import type { Idea } from './rule.ts';

/** Braces at a line's end. */
const BRACES: BlockSigns = { opens: /\{$/u, closes: /^\}/u, alone: /^\}/u, opener: '{', closer: '}' };
/** Columns of a tab, where some lines have tabs and others blanks. */
const TAB = 4;
/** Rows above a place where a head may stand. */
const ROWS_ABOVE = 2;

interface Placed {
  readonly row: number;
  readonly idea: Idea;
}

interface Open {
  readonly indent: number;
  readonly row: number;
}

/** The word at the end of a head that has none: `if (a)`, `for x in y`, `case 1`. */
export function* headWords({ source, target, language, lineComment }: Scene): Iterable<Idea> {
  for (let row = target.row; row >= Math.max(0, target.row - ROWS_ABOVE); row--) {
    const line = source.lines[row] ?? '';
    const { end } = bracketsIn(line, lineComment);
    const code = line.slice(0, end);
    for (const { head, word } of language?.heads ?? []) {
      if (!head.test(code) || code.endsWith(word.trim())) continue;
      const at = offsetIn(source, row, end);
      yield { changes: [{ start: at, end: at, text: word }], explanation: `\`${word.trim()}\` was missing.` };
    }
  }
}

/** What closes a block that nothing closes, what closes nothing, and what opens the block that it closes. */
export function* blocksByIndent(scene: Scene): Iterable<Placed> {
  const { source } = scene;
  const { opens, closes, closer } = scene.language?.blockSigns ?? BRACES;
  const open: Open[] = [];
  for (const [row, line] of source.lines.entries()) {
    const code = codeOf(scene, row);
    if (code === '') continue;
    const indent = width(line);
    const isClosing = closes.test(code);
    const goesOn = isClosing || /^\{/u.test(code);
    for (let top = open.at(-1); top !== undefined && isPast(top, indent, goesOn); top = open.at(-1)) {
      open.pop();
      yield { row, idea: closing(scene, row, top.row, closer) };
    }
    if (isClosing && open.at(-1)?.indent === indent) open.pop();
    else if (isClosing) for (const idea of forClosing(scene, row, code, indent)) yield { row, idea };
    if (opens.test(code)) open.push({ indent, row });
  }
  for (const top of open.reverse())
    yield { row: source.lines.length, idea: closing(scene, source.lines.length, top.row, closer) };
}

/** Whether a line stands outside of an open block. @param goesOn it closes one, or opens one on a row of its own */
function isPast(top: Open, indent: number, goesOn: boolean): boolean {
  return indent < top.indent || (indent === top.indent && !goesOn);
}

/** Of a line that closes nothing. */
function* forClosing(scene: Scene, row: number, code: string, indent: number): Iterable<Idea> {
  const { alone, closer } = scene.language?.blockSigns ?? BRACES;
  const opening = openingFor(scene, row, indent);
  if (opening !== undefined) yield opening;
  if (alone.test(code)) yield surplus(scene, row, closer);
}

function width(line: string): number {
  return [...indentOf(line)].reduce((sum, blank) => sum + (blank === '\t' ? TAB : 1), 0);
}

/** Without blanks around and a comment behind; '' for a line that has none. */
function codeOf({ source, lineComment }: Scene, row: number): string {
  const line = source.lines[row] ?? '';
  return /^\s*(?:\*|\/\*)/u.test(line) ? '' : line.slice(0, bracketsIn(line, lineComment).end).trim();
}

function surplus({ source }: Scene, row: number, closer: string): Idea {
  const start = offsetIn(source, row, 0);
  return {
    changes: [{ start, end: offsetIn(source, row + 1, 0), text: '' }],
    explanation: `A \`${closer}\` was surplus.`,
  };
}

/** Of the closer of a row: the head above that is indented as it is, and has deeper lines below. */
function openingFor(scene: Scene, row: number, indent: number): Idea | undefined {
  const { source, language } = scene;
  const { opens, closes, opener } = language?.blockSigns ?? BRACES;
  if (opener === undefined) return undefined;
  let hasBlock = false;
  for (let above = row - 1; above >= 0; above--) {
    const code = codeOf(scene, above);
    const own = width(source.lines[above] ?? '');
    if (code === '' || own > indent) {
      hasBlock ||= code !== '';
      continue;
    }
    const isHead = own === indent && hasBlock && !opens.test(code) && !closes.test(code) && !/[([,;]$/u.test(code);
    return isHead ? opened(scene, above, code, opener) : undefined;
  }
  return undefined;
}

function opened({ source }: Scene, row: number, code: string, opener: string): Idea {
  const line = source.lines[row] ?? '';
  const end = line.indexOf(code) + code.length;
  // Some put it on a row of its own.
  const isApart = DECLARES.test(code) && source.lines.some((each) => each.trim() === opener);
  const text = isApart ? `\n${indentOf(line)}${opener}` : ` ${opener}`;
  const isLast = line.slice(end).trim() === '';
  const start = offsetIn(source, row, end);
  const changes = [{ start, end: isLast ? offsetIn(source, row, line.length) : start, text }];
  return { changes, explanation: `\`${opener}\` was missing.` };
}

const DECLARES = /\b(?:function|class|interface|trait|enum|namespace)\b/u;

/** Before `row` and the blank lines above it. */
function closing({ source }: Scene, row: number, opener: number, closer: string): Idea {
  let at = row;
  while (at > 0 && (source.lines[at - 1] ?? '').trim() === '') at--;
  // A comment belongs to what follows.
  while (at > opener + 1 && /^\s*(?:\/?\*|\/\/|--|#\[)/u.test(source.lines[at - 1] ?? '')) at--;
  while (at > 0 && (source.lines[at - 1] ?? '').trim() === '') at--;
  const isEnd = at >= source.lines.length;
  const start = isEnd ? source.text.length : offsetIn(source, at, 0);
  const line = `${indentOf(source.lines[opener] ?? '')}${closer}`;
  const needsEnd = isEnd && !source.text.endsWith('\n');
  return {
    changes: [{ start, end: start, text: needsEnd ? `\n${line}` : `${line}\n` }],
    explanation: `The block of line ${opener + 1} was not closed.`,
  };
}
