/** Copies of half-typed text that a parser can read: what is open at the cursor is closed. Parses nothing itself. */
import type { Language } from '../../syntax/language.ts';
import { offsetOf } from '../../text/lines.ts';
import { resumedAfter } from './layout.ts';
import { CLOSERS, lastBlock, type Open, openAt, statementStart, surplusIn } from './open-brackets.ts';
import { type Signs, signsIn } from './signs.ts';

/** A name, or a value, has to follow. */
const DANGLING = /(?:\?->|->|::|\.|:|=>?|&&|\|\||\?\?)\s*$/u;
const PLACEHOLDER = 'a';
/** What stood here would be the name of something that nobody has declared. */
const NAMING =
  /(?:[\p{L}\p{N}_$]|\b(?:class|const|def|enum|extends|fn|func|function|implements|instanceof|interface|new|struct|trait|type|use)\s+)$/u;

/**
 * Texts to try, the most likely first, each once. Rows up to the cursor's stay where they are.
 * @param own the text; @param lines of it
 * @param row 0-based row of the cursor; @param col 0-based UTF-16 column
 * @param like of a text that is much the same
 */
export function* closedAt(
  language: Language,
  own: string,
  lines: readonly string[],
  row: number,
  col: number,
  like?: Signs,
): Iterable<string> {
  // There are few: to compare them is cheaper than to look for one by all that it says.
  const known: string[] = [];
  for (const text of copiesAt(language, own, lines, row, col, like)) {
    if (known.includes(text)) continue;
    known.push(text);
    yield text;
  }
}

function* copiesAt(
  language: Language,
  own: string,
  lines: readonly string[],
  row: number,
  col: number,
  like: Signs | undefined,
): Iterable<string> {
  const line = lines[row] ?? '';
  const before = line.slice(0, col);
  const after = line.slice(col);
  const start = offsetOf(lines, row, 0);
  const above = own.slice(0, start) + (start > own.length ? '\n' : '');
  const below = own.slice(start + line.length + 1);
  const name = DANGLING.test(before) && !/^\s*[\p{L}_$]/u.test(after) ? PLACEHOLDER : '';
  const typed = above + before + name;
  const signs = signsIn(typed, language, like);
  const open = openAt(signs);
  // What is opened in the statement at the cursor: everything but the blocks around it.
  const closers = closersOf(open.slice(lastBlock(open) + 1));
  const end = statementEnd(language);
  const ended = `${typed}${closers}${end}\n${below}`;
  // The head of the block that stands below it.
  if (/^\s*\{/u.test(below)) yield `${typed}${closers}\n${below}`;
  // Of the blocks around the cursor, so many are closed here as nothing below closes.
  const endedSigns = signsIn(ended, language, like ?? signs);
  const stillOpen = openAt(endedSigns);
  const missing = blocksIn(stillOpen);
  const inner = closersOf(innermost(open, missing));
  const around = missing === 0 ? '' : `${inner}${/[)\]]$/u.test(inner) ? end : ''}\n`;
  const begun = statementStart(signs, language);
  const kept = typed.slice(0, begun) + typed.slice(begun).replace(/[^\n]/gu, '');
  // A statement that is no code yet (`$a ? $b->`) is left out.
  const withoutBegun = `${kept}${around}\n${below}`;
  if (missing > 0) {
    yield `${typed}${closers}${end}${around}${below}`;
    yield withoutBegun;
  }
  // What follows ends blocks that are not begun: their head is what is being typed.
  const surplus = missing > 0 ? 0 : surplusIn(endedSigns);
  if (surplus > 0) yield `${typed}${closers}${' {'.repeat(surplus)}\n${below}`;
  // What follows is no end of what was begun: it goes on where the layout says that a block ends.
  const isApart = missing > 0 || surplus > 0;
  if (isApart) yield* goingOn(lines, row, typed, kept, open);
  // The statement is ended, what follows stays: the usual case, where blocks are closed below.
  yield ended;
  // Something is missing in the middle of what stands there.
  if (name !== '' || !NAMING.test(before)) yield `${typed}${name === '' ? PLACEHOLDER : ''}${after}\n${below}`;
  if (missing === 0) yield withoutBegun;
  // The rest of the line goes on with it.
  yield `${typed}${after}${end}\n${below}`;
  if (!isApart) yield* goingOn(lines, row, typed, kept, open);
  // Blocks are open that nothing below closes: all are closed here, and what follows is left out.
  yield `${typed}${closersOf(open)}`;
  // The blocks that are open too many are closed at the end of the text.
  yield `${ended}${closersOf(stillOpen)}`;
}

/** Without what follows up to the end of a block that is open; innermost first. Blocks inside of it are closed. @param kept what is typed, without the statement that was begun */
function* goingOn(lines: readonly string[], row: number, typed: string, kept: string, open: Open): Iterable<string> {
  const blocks = [...open.keys()].filter((index) => open[index]?.bracket === '{').toReversed();
  for (const block of [...blocks, -1]) {
    const next = resumedAfter(lines, row, typed, open[block]?.at);
    if (next === undefined) continue;
    const inside = closersOf(open.slice(block + 1, (blocks[0] ?? -1) + 1));
    const skipped = '\n'.repeat(next - row);
    yield `${kept}${inside}${/[)\]]$/u.test(inside) ? ';' : ''}${skipped}${lines.slice(next).join('\n')}`;
  }
}

function statementEnd(language: Language): string {
  return language.layout === 'indentation' ? '' : ';';
}

function closersOf(open: Open): string {
  let text = '';
  for (const { bracket, after } of open.toReversed()) {
    // A call that a block was handed to ends its statement.
    if (bracket === '{') text += `${/[)\]]$/u.test(text) ? ';' : ''}\n}${after}`;
    else text += CLOSERS[bracket] ?? '';
  }
  return text;
}

function blocksIn(open: Open): number {
  return open.filter(({ bracket }) => bracket === '{').length;
}

/** The innermost blocks, so many of them, without what is open in the last statement. A block in a call ends the call's statement as well. */
function innermost(open: Open, blocks: number): Open {
  const end = lastBlock(open) + 1;
  let start = end;
  for (let left = blocks; start > 0 && left > 0; ) if (open[--start]?.bracket === '{') left--;
  // Its brackets in front belong to the block that is left open.
  while (start > 0 && open[start - 1]?.bracket !== '{') start--;
  return open.slice(start, end);
}
