/**
 * Writes the indentation of the text with tabs or blanks: as the lines around the cursor are indented, else with blanks where the buffer asks for them.
 * That it asks for tabs says nothing where no line has any: editors do so by default.
 */
import { linePrefix } from '../text/situation.ts';
import { indentOf, isOnlyOpener, isText, opensBlock } from './code-lines.ts';
import { type Filter, type FilterContext, open } from './filter.ts';

/** Columns of a level that a model writes when nothing else tells; {@link indentOf} counts a tab as as many. */
const USUAL_WIDTH = 4;
const WIDTHS = [2, 3, 4, 8];

export const fitIndentation: Filter = {
  name: 'fit-indentation',
  run(text, context) {
    const unit = context.indentUnit ?? '';
    if (unit === '' || !/(?:^|\n)[ \t]/u.test(text)) return open(text);
    const isTabbed = wantsTabs(context, unit);
    if (isTabbed === undefined) return open(text);
    const lines = text.split('\n');
    const blanks = unit.startsWith('\t') ? ' '.repeat(USUAL_WIDTH) : unit;
    const width = isTabbed ? widthOf(lines, context) : undefined;
    const fit = (indent: string): string =>
      width === undefined ? indent.replaceAll('\t', blanks) : withTabs(indent, width);
    const isInside = isText(linePrefix(context));
    const fitted = lines.map((line, row) => (row === 0 && isInside ? line : line.replace(/^[ \t]+/u, fit)));
    return open(fitted.join('\n'));
  },
};

/** Whether the file is indented with tabs; `undefined` where nothing tells. The blanks before the cursor count, too. */
function wantsTabs({ prefix, suffix }: FilterContext, unit: string): boolean | undefined {
  const hasTabs = /(?:^|\n)\t+(?:\S|$)/u.test(prefix) || /\n\t+\S/u.test(suffix);
  const hasBlanks = /(?:^|\n) {2,}(?:[^\s*]|$)/u.test(prefix) || /\n {2,}[^\s*]/u.test(suffix);
  if (hasTabs !== hasBlanks) return hasTabs;
  return unit.startsWith('\t') ? undefined : false;
}

/** Levels as tabs; what is left over aligns something, and stays. */
function withTabs(indent: string, width: number): string {
  const columns = indent.replaceAll('\t', ' '.repeat(width)).length;
  return '\t'.repeat(Math.floor(columns / width)) + ' '.repeat(columns % width);
}

/** Columns of a level in the text, as its first line that is indented with blanks tells. */
function widthOf(lines: readonly string[], context: FilterContext): number {
  const before = linePrefix(context);
  const row = lines.findIndex((line, at) => (at > 0 || !isText(before)) && /^ +\S/u.test(line));
  const line = lines[row] ?? '';
  const columns = /^ */u.exec(line)?.[0].length ?? 0;
  const above = row > 0 ? [before + (lines[0] ?? ''), ...lines.slice(1, row)] : [];
  const last = [...context.prefix.split('\n').slice(0, -1), ...above].findLast(isText) ?? '';
  const levels = indentOf(last) / USUAL_WIDTH + (opensBlock(last) && !isOnlyOpener(line) ? 1 : 0);
  const width = columns / levels;
  return WIDTHS.includes(width) ? width : USUAL_WIDTH;
}
