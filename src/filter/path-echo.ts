/** Removes the line that heads each file in a prompt, `// Path: src/a.ts`, where a model repeats it; further down, another file begins with it. */
import { linePrefix } from '../text/situation.ts';
import { isText } from './code-lines.ts';
import { endBefore, type Filter, type FilterContext, type Filtered, holdFrom, open } from './filter.ts';

const MARK = String.raw`(?://|#|--|;+|%|/\*|<!--|")`;
const PATH = String.raw`(?:[\w.@~-]+/)+[\w.@-]+\.\w{1,8}|[\w.@-]+\.(?:[cm]?[jt]sx?|py|php|go|rs|lua|java|rb|cs|cpp|c|h|kt)`;
/** A comment that says `Path:`, or nothing but a path. */
const ECHO = new RegExp(
  `^\\s*${MARK}+\\s*(?:(?:Path|File(?:name)?):\\s*\\S+.*|(?:${PATH}))\\s*(?:\\*/|-->)?\\s*$`,
  'u',
);
const MAY_BECOME_ECHO = new RegExp(
  `^\\s*${MARK}+\\s*(?:[PF][a-z]{0,7}|(?:Path|File(?:name)?):.*|[\\w.@~/-]*\\s*[*/>-]{0,3}\\s*)$`,
  'u',
);
const MARK_ONLY = /^\s*(?:\/|<!?-{0,2}|-)$/u;

export const pathEcho: Filter = {
  name: 'path-echo',
  run(text, context) {
    if (isText(linePrefix(context))) return open(text);
    const lines = text.split('\n');
    const first = lines.findIndex(isText);
    if (first < 0) return open(text);
    let start = first;
    while (start < lines.length - 1 && ECHO.test(lines[start] ?? '')) start++;
    return start === first ? untilEcho(lines, first, context) : untilEcho(lines.slice(start), 0, context);
  },
};

/** @param first row of the first line with text: it heads a file whatever its indentation */
function untilEcho(lines: readonly string[], first: number, context: FilterContext): Filtered {
  for (const [row, line] of lines.entries()) {
    const isGrowing = row === lines.length - 1 && !context.done;
    const isHead = row === first || !/^\s/u.test(line);
    if (isGrowing && isHead && (MAY_BECOME_ECHO.test(line) || MARK_ONLY.test(line))) return holdFrom(lines, row);
    if (!isGrowing && isHead && ECHO.test(line)) return endBefore(lines, row);
  }
  return open(lines.join('\n'));
}
