/** Removes comments that say nothing. Between two lines of a comment an empty one parts paragraphs, and stays. */
import { linePrefix } from '../text/situation.ts';
import { isText } from './code-lines.ts';
import { lineCommentOf } from './comments.ts';
import { type Filter, type FilterContext, open } from './filter.ts';

export const emptyComments: Filter = {
  name: 'empty-comments',
  run(text, context) {
    const mark = lineCommentOf(context);
    // What the user has begun is not empty to him.
    if (mark === undefined || !text.includes(mark.charAt(0)) || isText(linePrefix(context))) return open(text);
    const lines = text.split('\n');
    const isEmpty = (line: string): boolean => line.trim() === mark;
    const kept: string[] = [];
    let above = lineAbove(context);
    for (const [row, line] of lines.entries()) {
      if (isEmpty(line)) {
        const below = lines.findIndex((next, at) => at > row && !isEmpty(next));
        // What follows tells whether it parts something.
        if (below < 0 || isUndecided(lines, below, mark, context)) return open([...kept, ''].join('\n'));
        if (isComment(above, mark) && isComment(lines[below] ?? '', mark)) kept.push(line);
        else if (row === 0) kept.push('');
        continue;
      }
      if (isText(line) && isUndecided(lines, row, mark, context)) return open([...kept, ''].join('\n'));
      kept.push(line);
      above = line;
    }
    return open(kept.join('\n'));
  },
};

function isComment(line: string, mark: string): boolean {
  return line.trimStart().startsWith(mark);
}

/** Whether the line is still being written and may yet become a comment, or an empty one more. */
function isUndecided(lines: readonly string[], row: number, mark: string, { done }: FilterContext): boolean {
  return !done && row === lines.length - 1 && mark.startsWith((lines[row] ?? '').trim());
}

function lineAbove({ prefix }: FilterContext): string {
  const above = prefix.trimEnd();
  return above.slice(above.lastIndexOf('\n') + 1);
}
