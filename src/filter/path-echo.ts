/** Removes the line that heads each file in a prompt, `// Path: src/a.ts`, where a model repeats it; further down, another file begins with it. */
import { linePrefix } from '../text/situation.ts';
import { isText } from './code-lines.ts';
import { endBefore, type Filter, type FilterContext, holdFrom, open } from './filter.ts';

const MARK = String.raw`(?://|#|--|;+|%|/\*|<!--|")`;
const PATH = String.raw`(?:[\w.@~-]+/)+[\w.@-]+\.\w{1,8}|[\w.@-]+\.(?:[cm]?[jt]sx?|py|php|go|rs|lua|java|rb|cs|cpp|c|h|kt)`;
/** A comment that says `Path:`, or nothing but a path. */
const ECHO = new RegExp(
  `^\\s*${MARK}+\\s*(?:(?:Path|File(?:name)?):\\s*\\S+.*|(?:${PATH}))\\s*(?:\\*/|-->)?\\s*$`,
  'u',
);
const MAY_BECOME_ECHO = new RegExp(`^\\s*${MARK}+\\s*(?:[PF][a-z]{0,7}|(?:Path|File(?:name)?):.*|[\\w.@~/-]*)$`, 'u');
const MARK_ONLY = /^\s*(?:\/|<!?-{0,2}|-)$/u;

export const pathEcho: Filter = {
  name: 'path-echo',
  run(text, context) {
    if (isText(linePrefix(context))) return open(text);
    const lines = text.split('\n');
    let start = lines.findIndex(isText);
    if (start < 0) return open(text);
    const isFresh = start;
    while (start < lines.length - 1 && ECHO.test(lines[start] ?? '')) start++;
    const rest = lines.slice(start > isFresh ? start : 0);
    return untilEcho(rest, context);
  },
};

function untilEcho(lines: readonly string[], context: FilterContext) {
  for (const [row, line] of lines.entries()) {
    const isGrowing = row === lines.length - 1 && !context.done;
    // Further down, only one that begins its line heads a file.
    const isHead = row === 0 || !/^\s/u.test(line);
    if (isGrowing && isHead && (MAY_BECOME_ECHO.test(line) || MARK_ONLY.test(line))) return holdFrom(lines, row);
    if (!isGrowing && isHead && ECHO.test(line)) return endBefore(lines, row);
  }
  return open(lines.join('\n'));
}
