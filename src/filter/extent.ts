/** Ends the text where the line, or the block that the cursor stands in or opens, ends. Decides by indentation; a parser may know better. */
import { linePrefix } from '../text/situation.ts';
import {
  closesBySign,
  closesByWord,
  continues,
  indentOf,
  isHead,
  isOnlyOpener,
  isText,
  isUndecided,
  opensBlock,
  opensByColon,
  startsBody,
} from './code-lines.ts';
import { endBefore, ended, type Filter, type FilterContext, type FilterResult, holdFrom, open } from './filter.ts';

export const endOfExtent: Filter = {
  name: 'end-of-extent',
  run(text, context) {
    const lineEnd = text.indexOf('\n');
    if (lineEnd < 0) return open(text);
    const first = text.slice(0, lineEnd);
    if (context.extent === 'one') return ended(first);
    if (context.extent === 'line' && !ownsBlock(linePrefix(context) + first)) return ended(first);
    return endOfBlock(text, context);
  },
};

/** Whether a line is followed by a block of its own. */
function ownsBlock(line: string): boolean {
  return opensBlock(line) || isHead(line);
}

/** What the lines above the one that is looked at have told. */
interface Block {
  /** Columns of indentation of the block's own lines. */
  readonly base: number;
  /** The cursor's line opens the block: whatever follows the block is not wanted. */
  readonly isOwned: boolean;
  /** What lines at `base` open and close again does not end the text. */
  readonly goesThrough: boolean;
  /** Something that was opened at `base` waits for its end. */
  isOpen: boolean;
  /** What it was opened by has no closer: it ends where the indentation does. */
  isByColon: boolean;
  /** Deeper lines have followed what was opened. */
  isFilled: boolean;
}

/** `cut`: ends before the line. `last`: ends after it. `goes-on`: the line belongs to the text, and more may follow. */
type Verdict = 'cut' | 'last' | 'goes-on';

/**
 * Ends before the first line that is less indented than the cursor's line, and after a line that closes what the text has opened.
 * At the start of a body the whole body is wanted: there, what is opened and closed inside it ends nothing. Nor does a blank line, anywhere.
 */
function endOfBlock(text: string, context: FilterContext): FilterResult {
  const lines = text.split('\n');
  const own = linePrefix(context) + (lines[0] ?? '');
  // The text begins with the end of the block that the cursor stands in.
  if (closesBySign(own) && !opensBlock(own)) return endBefore(lines, 1);
  const block = blockOf(lines, context);
  for (let row = 1; row < lines.length; row++) {
    const line = lines[row] ?? '';
    if (!isText(line)) continue;
    const isGrowing = row === lines.length - 1 && !context.done;
    const indent = indentOf(line);
    // Its first words tell what it is: until they are there it is held back.
    if (isGrowing && indent === block.base && isUndecided(line)) return holdFrom(lines, row);
    const verdict = judge(line, indent, block);
    if (verdict === 'cut') return isGrowing && indent >= block.base ? holdFrom(lines, row) : endBefore(lines, row);
    if (verdict === 'last' && !isGrowing) return endBefore(lines, row + 1);
  }
  return open(text);
}

function blockOf(lines: readonly string[], context: FilterContext): Block {
  const before = linePrefix(context);
  const own = before + (lines[0] ?? '');
  const isOwned = isText(before) && ownsBlock(own);
  return {
    base: indentOf(isText(own) ? own : (lines.find(isText) ?? '')),
    isOwned,
    goesThrough: !isText(before) && startsBody(context.prefix),
    isOpen: opensBlock(own),
    isByColon: opensByColon(own),
    isFilled: false,
  };
}

function judge(line: string, indent: number, block: Block): Verdict {
  if (indent < block.base) return 'cut';
  if (indent > block.base) {
    block.isOpen = true;
    block.isFilled = true;
    return 'goes-on';
  }
  if (closesBySign(line) || (block.isOpen && closesByWord(line))) return judgeCloser(line, block);
  if (isOnlyOpener(line) || continues(line)) {
    block.isOpen = true;
    return 'goes-on';
  }
  if (block.isOwned || (block.isByColon && block.isFilled && !block.goesThrough)) return 'cut';
  block.isOpen = opensBlock(line);
  block.isByColon = opensByColon(line);
  block.isFilled = false;
  return 'goes-on';
}

function judgeCloser(line: string, block: Block): Verdict {
  if (!block.isOpen) return 'cut';
  // `} else {`, `}, [`: closes and opens again.
  if (opensBlock(line)) return 'goes-on';
  if (!block.goesThrough) return 'last';
  block.isOpen = false;
  return 'goes-on';
}
