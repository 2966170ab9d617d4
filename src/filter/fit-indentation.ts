/** Writes the indentation of the text as the file has it: tabs or blanks. The file decides where it has any; else the option of the buffer. */
import { linePrefix } from '../text/situation.ts';
import { indentOf, isText, opensBlock } from './code-lines.ts';
import { type Filter, type FilterContext, open } from './filter.ts';

/** Columns that models take for one level, when nothing else tells. */
const USUAL_WIDTH = 4;
const WIDTHS = [2, 3, 4, 8];

export const fitIndentation: Filter = {
  name: 'fit-indentation',
  run(text, context) {
    const unit = context.indentUnit ?? '';
    if (unit === '' || !/(?:^|\n)[ \t]/u.test(text)) return open(text);
    const wantsTabs = fileHasTabs(context) ?? unit.startsWith('\t');
    const lines = text.split('\n');
    const isIndented = (line: string, row: number): boolean => row > 0 || !isText(linePrefix(context)) || line === '';
    if (!wantsTabs) {
      const blanks = unit.startsWith('\t') ? ' '.repeat(USUAL_WIDTH) : unit;
      return open(lines.map((line, row) => (isIndented(line, row) ? withBlanks(line, blanks) : line)).join('\n'));
    }
    const width = widthOf(lines, context);
    return open(lines.map((line, row) => (isIndented(line, row) ? withTabs(line, width) : line)).join('\n'));
  },
};

/** Whether lines around the cursor are indented with tabs (true) or blanks (false); undefined when with neither, or with both. */
function fileHasTabs({ prefix, suffix }: FilterContext): boolean | undefined {
  const tabs = /(?:^|\n)\t+\S/u.test(prefix) || /\n\t+\S/u.test(suffix);
  const blanks = /(?:^|\n) {2,}[^\s*]/u.test(prefix) || /\n {2,}[^\s*]/u.test(suffix);
  return tabs === blanks ? undefined : tabs;
}

function withBlanks(line: string, unit: string): string {
  return line.replace(/^[ \t]*/u, (indent) => indent.replaceAll('\t', unit));
}

function withTabs(line: string, width: number): string {
  return line.replace(/^[ \t]*/u, (indent) => {
    const columns = indent.replaceAll('\t', ' '.repeat(width)).length;
    // What is left over aligns something, and stays.
    return '\t'.repeat(Math.floor(columns / width)) + ' '.repeat(columns % width);
  });
}

/** Columns of one level in the text, as its first line that is indented with blanks tells. */
function widthOf(lines: readonly string[], context: FilterContext): number {
  const row = lines.findIndex((line, at) => at > 0 && /^ +\S/u.test(line));
  const line = row < 0 ? lines[0] : lines[row];
  const columns = /^ */u.exec(line ?? '')?.[0].length ?? 0;
  const before = linePrefix(context);
  const above = row > 0 ? before + lines.slice(0, row).findLast(isText) : before;
  const levels = indentOf(above) / USUAL_WIDTH + (opensBlock(above) ? 1 : 0);
  const width = columns / levels;
  if (WIDTHS.includes(width)) return width;
  return columns % USUAL_WIDTH === 0 ? USUAL_WIDTH : 2;
}
