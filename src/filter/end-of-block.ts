/**
 * Ends the text where the block ends that the cursor's line opens, or else the one that the cursor stands in. The line with its closer
 * is part of the text. Asks the grammar, where there is one; brackets and indentation besides, as broken code tells a parser little.
 */
import { linePrefix } from '../text/situation.ts';
import type { Balance } from './balance.ts';
import {
  closesBySign,
  closesByWord,
  continues,
  indentOf,
  isHead,
  isOnlyOpener,
  isText,
  isUndecided,
  lineAround,
  opensBlock,
  opensByColon,
} from './code-lines.ts';
import { endBefore, type Filter, type FilterContext, type Filtered, holdFrom, open } from './filter.ts';
import { nextLine } from './next-line.ts';
import { opensText, type Place, placeOf } from './place.ts';
import { certainLength, endsInString, syntaxEnd } from './syntax-end.ts';

export const endOfBlock: Filter = {
  name: 'end-of-block',
  run(text, context) {
    if (context.extent === 'one') return open(text);
    const next = nextLine(text, context);
    if (next === undefined) return untilEnd(text, context);
    const result = untilEnd(next.text, next.context);
    return { ...result, text: next.head + result.text };
  },
};

function untilEnd(text: string, context: FilterContext): Filtered {
  const lines = text.split('\n');
  const block = blockOf(lines, context, placeOf(context));
  for (let row = 0; row < lines.length; row++) {
    const startsInString = endsInString(lines, row, context);
    // What stands in a heredoc closes nothing. Which of its lines is the last is known once that is whole.
    if (startsInString && row === lines.length - 1 && !context.done) return holdFrom(lines, row);
    if (startsInString && endsInString(lines, row + 1, context)) continue;
    const result = judgeRow(lines, row, block, context, startsInString);
    if (result !== undefined) return result;
  }
  return open(text);
}

/** What a line ends with when the next one goes on with the same list or expression. */
const ASKS_FOR_MORE = /[,([{:?|&+\-*/=>.]\s*$/u;

/** What is known of the block, and what the lines above the one that is looked at have told. */
interface Block {
  /** The cursor's line opens the block: whatever follows the block is not wanted. */
  readonly isOwned: boolean;
  /** Columns of indentation of the block's own lines, or of the line that opens it. */
  readonly base: number;
  /** The line that opens the block around the cursor; undefined at the top level. */
  readonly around: string | undefined;
  /** Brackets open at the start of the cursor's line. */
  readonly depth: number;
  readonly brackets: Balance;
  /** A bracket that the cursor's line, or a line of its own below it, has opened is still to be closed. */
  isInBrackets: boolean;
  /** Something that was opened at `base` without a bracket waits for its end. */
  isOpen: boolean;
  /** The cursor's line has begun a string or comment of several lines: what is wanted ends with that. */
  readonly isString: boolean;
  /** The last line with text. */
  above: string;
  /** At the start of the line that is looked at: the closer of the innermost open bracket, and how many are open. */
  innermost: string | undefined;
  startDepth: number;
}

/** `cut`: ends before the line. `last`: ends after it. `goes-on`: the line belongs to the text, and more may follow. */
type Verdict = 'cut' | 'last' | 'goes-on';

function blockOf(lines: readonly string[], context: FilterContext, { above, depth }: Place): Block {
  const before = linePrefix(context);
  const own = before + (lines[0] ?? '');
  const isOpened = opensBlock(own) || isHead(own) || isBodyBelow(lines);
  const isOwned = (isText(before) || context.extent === 'line') && isOpened;
  const isString = context.extent === 'line' && opensText(own, context);
  const base = indentOf(isText(own) ? own : (lines.find(isText) ?? ''));
  return {
    isOwned,
    base,
    isString,
    around: isOwned ? undefined : lineAround(context.prefix, base),
    depth,
    brackets: above.copy(),
    isInBrackets: false,
    isOpen: false,
    above: '',
    innermost: undefined,
    startDepth: depth,
  };
}

/** Whether the first line is a head whose body begins with a brace below. */
function isBodyBelow([first = '', ...below]: readonly string[]): boolean {
  return /\)\s*$/u.test(first) && isOnlyOpener(below.find(isText) ?? '');
}

/** What the line tells, once all of it is there; `undefined`: go on to the next. */
function judgeRow(
  lines: readonly string[],
  row: number,
  block: Block,
  context: FilterContext,
  startsInString: boolean,
): Filtered | undefined {
  const line = lines[row] ?? '';
  const whole = row === 0 ? linePrefix(context) + line : line;
  const isGrowing = row === lines.length - 1 && !context.done;
  const startsInText = startsInString || block.brackets.isInText;
  block.innermost = block.brackets.open.at(-1)?.closer;
  block.startDepth = block.brackets.depth;
  block.brackets.read(whole);
  if (!isText(line) && row > 0) return undefined;
  const isDedented = row > 0 && indentOf(line) <= block.base && !startsInText;
  // Its first words tell what it is: until they are there it is held back.
  if (isGrowing && isDedented && isUndecided(line)) return holdFrom(lines, row);
  if (isDedented && isOutside(line, block)) return endBefore(lines, row);
  if (isGrowing) {
    return growing(lines, row, block, whole, startsInText) ?? certain(lines, row, isDedented, context);
  }
  const end = block.isString ? undefined : syntaxEnd(lines, row, block.isOwned, context);
  if (end !== undefined) return end;
  const verdict = row === 0 ? judgeFirst(whole, block) : judge(whole, startsInText, block, block.brackets.depth);
  block.above = whole;
  if (verdict === 'cut') return endBefore(lines, row);
  return verdict === 'last' ? endBefore(lines, row + 1) : undefined;
}

/** Whether a line stands outside of a block that ends by indentation: its first words tell, whatever follows them. */
function isOutside(line: string, block: Block): boolean {
  if (block.isString || isOnlyOpener(line)) return false;
  const indent = indentOf(line);
  if (block.isOwned) {
    return !block.isInBrackets && (indent < block.base || judgeAtBase(line, { ...block }) === 'cut');
  }
  if (block.startDepth > block.depth || indent >= block.base) return false;
  if (block.around === undefined || hasBracket(block.around) || closesBySign(line) || continues(line)) return false;
  return !closesByWord(line) || indent !== indentOf(block.around);
}

/** What may be shown of a line that is still being written: nothing where it might be cut, whatever brackets it may yet open or close. */
function growing(
  lines: readonly string[],
  row: number,
  block: Block,
  whole: string,
  startsInText: boolean,
): Filtered | undefined {
  if (row === 0) return undefined;
  const depths = [block.brackets.depth, block.startDepth, block.startDepth + 1];
  const mayBeCut = depths.some((depth) => judge(whole, startsInText, { ...block }, depth) === 'cut');
  return mayBeCut ? holdFrom(lines, row) : undefined;
}

/** The text with as much of its last line as the grammar cannot take back. */
function certain(
  lines: readonly string[],
  row: number,
  isDedented: boolean,
  context: FilterContext,
): Filtered | undefined {
  if (row === 0) return undefined;
  const line = lines[row] ?? '';
  const length = certainLength(line, isDedented, context);
  return length === line.length ? undefined : open([...lines.slice(0, row), line.slice(0, length)].join('\n'));
}

function judgeFirst(whole: string, block: Block): Verdict {
  const { depth } = block.brackets;
  block.isInBrackets = block.isOwned && depth > block.depth;
  block.isOpen = opensBlock(whole);
  // The text begins with the end of the block that the cursor stands in.
  const isEnd = !block.isOwned && depth < block.depth;
  const isEndByWord = !block.isOwned && closesByWord(whole) && !opensBlock(whole) && block.around !== undefined;
  return isEnd || isEndByWord ? 'last' : 'goes-on';
}

/** @param depth brackets that are open at the end of the line */
function judge(line: string, startsInText: boolean, block: Block, depth: number): Verdict {
  if (block.isString) return block.brackets.isInText ? 'goes-on' : 'last';
  if (block.isOwned) return judgeOwned(line, startsInText, block, depth);
  if (depth < block.depth) return 'last';
  const isClosed = !startsInText && indentOf(line) < block.base && closesByWord(line);
  return isClosed && block.startDepth === block.depth && isByWord(block.around) ? 'last' : 'goes-on';
}

function judgeOwned(line: string, startsInText: boolean, block: Block, depth: number): Verdict {
  const indent = indentOf(line);
  const wasInBrackets = block.isInBrackets;
  if (depth > block.depth && (wasInBrackets || isOnlyOpener(line))) block.isInBrackets = true;
  else if (wasInBrackets) return endOfBrackets(line, block);
  if (startsInText) return 'goes-on';
  if (block.isInBrackets) return isRunOn(line, indent, block) ? 'cut' : 'goes-on';
  if (indent > block.base) {
    block.isOpen = true;
    return 'goes-on';
  }
  return judgeAtBase(line, block);
}

/** The brackets that the cursor's line has opened are closed: so is the block, unless they were those of a head whose body follows. */
function endOfBrackets(line: string, block: Block): Verdict {
  block.isInBrackets = false;
  block.isOpen = opensBlock(line);
  return block.isOpen ? 'goes-on' : 'last';
}

/** A line of a bracketless block that is no deeper than the line that opens it. */
function judgeAtBase(line: string, block: Block): Verdict {
  if (closesBySign(line) || (block.isOpen && closesByWord(line))) {
    if (!block.isOpen) return 'cut';
    return opensBlock(line) ? 'goes-on' : 'last';
  }
  if (isOnlyOpener(line) || continues(line)) {
    block.isOpen = true;
    return 'goes-on';
  }
  return 'cut';
}

/** Whether a list in brackets was given up: a statement follows where an item would, and nothing asks for another item. */
function isRunOn(line: string, indent: number, block: Block): boolean {
  if (block.innermost === '}' || indent > block.base || closesBySign(line) || isOnlyOpener(line)) return false;
  return !ASKS_FOR_MORE.test(block.above);
}

/** Whether a word closes the block that `around` opens. */
function isByWord(around: string | undefined): boolean {
  return around !== undefined && !hasBracket(around);
}

/** Whether the block that `line` opens is one of brackets. */
function hasBracket(line: string): boolean {
  return /[{([]/u.test(line) && !opensByColon(line);
}
