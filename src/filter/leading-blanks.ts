/** Removes blanks at the start of the text that stand before the cursor already, and line ends where the cursor's line is still empty. */
import { linePrefix } from '../text/situation.ts';
import { readBrackets } from './brackets.ts';
import { expectedIndent, indentOf, isText } from './code-lines.ts';
import { ended, type Filter, type FilterContext, open } from './filter.ts';

/** A line that goes on with the expression above it may be indented deeper. */
const GOES_ON = /^\s*[-.?:|&+=]/u;

export const leadingBlanks: Filter = {
  name: 'leading-blanks',
  run(text, context) {
    if (!isText(text)) return open('');
    const before = linePrefix(context);
    if (isText(before)) return open(isDoubled(before) ? text.replace(/^[ \t]+/u, '') : text);
    const lines = text.replace(/^(?:[ \t]*\n)+/u, '');
    if (keepsEmptyLine(text, lines, before, context)) return open(`\n${lines}`);
    if (lines === text && before !== '' && /^ \S/u.test(text)) return open(text.slice(1));
    if (lines === text) return open(repeatsIndent(text, before, context) ? text.slice(before.length) : text);
    // The model has begun a line of its own, with all its indentation.
    if (lines.startsWith(before)) return open(lines.slice(before.length));
    return indentOf(lines) < indentOf(before) ? ended('') : open(lines.trimStart());
  },
};

/** Whether more blanks behind `before` say nothing: in a string they do. */
function isDoubled(before: string): boolean {
  return /\s$/u.test(before) && !readBrackets('', before).open.some((closer) => '\'"`'.includes(closer));
}

/** Whether the text leaves the cursor's line empty on purpose: nothing stands on it, not even blanks, nor is the line above it empty. */
function keepsEmptyLine(text: string, lines: string, before: string, { prefix, extent }: FilterContext): boolean {
  if (lines === text || before !== '' || extent !== 'block') return false;
  return prefix !== '' && !/(?:^|\n)[ \t]*\n$/u.test(prefix);
}

/** Whether `text` begins with the very blanks that stand before the cursor, and these are all that the line above asks for. */
function repeatsIndent(text: string, before: string, { prefix }: FilterContext): boolean {
  const blanks = /^[ \t]*/u.exec(text)?.[0] ?? '';
  if (before === '' || blanks !== before || GOES_ON.test(text)) return false;
  return indentOf(before) >= expectedIndent(prefix);
}
