/** Ends the text where the line, or the block that the cursor stands in or opens, ends. Decides by indentation; a parser may know better. */
import { linePrefix } from '../text/situation.ts';
import { ended, type Filter, type FilterContext, type FilterResult, open } from './filter.ts';

/** A line that ends with one of these opens a block that the next lines fill. */
const OPENS = /(?:[{([]|\b(?:then|do|else)|:|=>)\s*$/u;
/** A line that only closes what was opened above it. */
const CLOSES = /^\s*(?:[})\]]+[;,)]*|end\b[;,)]*|\?>)/u;

export const endOfExtent: Filter = {
  name: 'end-of-extent',
  run(text, context) {
    const lineEnd = text.indexOf('\n');
    if (lineEnd < 0) return open(text);
    if (context.extent === 'one') return ended(text.slice(0, lineEnd));
    if (context.extent === 'line' && !opensBlock(text.slice(0, lineEnd), context)) return ended(text.slice(0, lineEnd));
    return endOfBlock(text, context);
  },
};

/** Whether the line that the cursor stands in opens a block once `first` is typed. An empty `first` is a line end, and opens nothing. */
function opensBlock(first: string, { prefix }: FilterContext): boolean {
  return first.trim() !== '' && OPENS.test(linePrefix({ prefix }) + first);
}

/**
 * Ends before the first line that is less indented than the cursor's line, and after a line that closes what the text has opened.
 * A blank line ends nothing.
 */
function endOfBlock(text: string, context: FilterContext): FilterResult {
  const lines = text.split('\n');
  const own = linePrefix(context) + (lines[0] ?? '');
  const base = own.trim() === '' ? indentOf(lines.find(isText) ?? own) : indentOf(own);
  let deeper = OPENS.test(own);
  for (let row = 1; row < lines.length; row++) {
    const line = lines[row] ?? '';
    const isLast = row === lines.length - 1;
    // The last line is still growing: its indentation is known once its first letter is there.
    if (!isText(line)) continue;
    const indent = indentOf(line);
    if (indent < base || (indent === base && CLOSES.test(line) && !deeper)) return ended(joinTo(lines, row));
    if (indent > base) deeper = true;
    else if (deeper && CLOSES.test(line)) {
      if (!goesOn(line)) return isLast ? open(text) : ended(joinTo(lines, row + 1));
    } else if (deeper && own.trim() !== '' && !CLOSES.test(line) && OPENS.test(own)) {
      // Languages without closers: the block that the cursor's line opened is over.
      if (!isOpener(line)) return ended(joinTo(lines, row));
    }
  }
  return open(text);
}

/** `} else {`, `}, [`: closes and opens again. */
function goesOn(line: string): boolean {
  return OPENS.test(line);
}

/** A brace on a line of its own, as PSR-12 writes the body of a class or method. */
function isOpener(line: string): boolean {
  return /^\s*[{([]\s*$/u.test(line);
}

function joinTo(lines: readonly string[], row: number): string {
  return lines.slice(0, row).join('\n').replace(/\s+$/u, '');
}

function isText(line: string): boolean {
  return line.trim() !== '';
}

/** Columns of indentation; a tab counts as 4, which only has to be the same for all lines of one text. */
function indentOf(line: string): number {
  const blanks = /^[ \t]*/u.exec(line)?.[0] ?? '';
  return blanks.replace(/\t/gu, '    ').length;
}
