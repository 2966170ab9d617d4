/** Makes an answer's block the lines of its region: what stands around it is stripped, its indentation is the buffer's, what is unchanged is kept byte for byte. Pure. */
import { diffArrays } from 'diff';
import { commonIndent, dedent, indentOf, reindent, unitOf } from './indent.ts';
import type { FixLanguage } from './languages/language.ts';
import { isLazy } from './lazy.ts';
import type { Rows } from './region.ts';
import type { LineEdit, SourceText } from './source-text.ts';

export interface Fitted {
  /** The region's new lines. */
  readonly lines: readonly string[];
  /** Lines that bring in names, which the answer put first and which belong further up. */
  readonly imports: readonly string[];
}

/** Longest echo of what stands before or behind the region that is looked for, in lines. */
const LONGEST_ECHO = 200;
/** More ways to strip an answer are not tried: each costs a parse. */
const MOST_CUTS = 4;

/** Faults of the parser when the region's lines are replaced by these. */
export type CountFaults = (lines: readonly string[]) => number;

export function fitAnswer(
  answer: readonly string[],
  source: SourceText,
  region: Rows,
  language: FixLanguage | undefined,
  countFaults: CountFaults,
): Fitted {
  const old = source.lines.slice(region.first, region.last + 1);
  const base = commonIndent(old);
  const unit = unitOf(source.lines);
  const above = source.lines.slice(0, region.first);
  const below = source.lines.slice(region.last + 1);
  const { rest, imports } = hoisted(withoutTag(answer, old), old, source.lines, language);
  const placed = (lines: readonly string[]): readonly string[] => {
    const own = trimmed(withoutComment(lines, old, above, language), old);
    return nearest(
      old,
      [own, withoutIndent(own, base)].flatMap((each) => {
        const otherUnit = isOwnUnit(each, unit) ? '' : unit;
        return [
          kept(old, reindent(each, base, unit, 'guess'), otherUnit),
          kept(old, reindent(each, base, unit, 'always'), otherUnit),
          kept(old, reindent(each, base, unit, 'never'), ''),
        ];
      }),
    );
  };
  const made = cutsOf(rest, old, above, below).map(placed);
  const [first = placed(rest), ...others] = made;
  let best = first;
  if (others.length > 0) {
    let least = countFaults(first);
    for (const lines of others) {
      const faults = countFaults(lines);
      if (faults >= least) continue;
      least = faults;
      best = lines;
    }
  }
  return { lines: best, imports };
}

/** Tags around PHP are put there by habit. */
function withoutTag(answer: readonly string[], old: readonly string[]): readonly string[] {
  const tag = /^\s*<\?php\b[^\S\n]*/iu;
  const end = /^\s*\?>\s*$/u;
  const first = answer.findIndex(isTold);
  const last = answer.findLastIndex(isTold);
  const opening = answer[first] ?? '';
  const isOpened = tag.test(opening) && !old.some((each) => tag.test(each));
  const isClosed = end.test(answer[last] ?? '') && !old.some((each) => end.test(each)) && last > first;
  const rest = isOpened ? opening.replace(tag, '') : opening;
  const inner = answer.slice(first + 1, isClosed ? last : answer.length);
  if (!isOpened && !isClosed) return answer;
  return isOpened && rest.trim() === '' ? inner : [...answer.slice(0, first), rest, ...inner];
}

/** The one that changes the fewest lines; the first of equals. */
function nearest(old: readonly string[], ways: readonly (readonly string[])[]): readonly string[] {
  const costs = ways.map((lines) =>
    diffArrays([...old], [...lines]).reduce(
      (sum, { added, removed, count }) => sum + (added || removed ? count : 0),
      0,
    ),
  );
  return ways[costs.indexOf(Math.min(...costs))] ?? [];
}

/** Models begin the region at the left edge, as they are shown it, and go on with the indentation of the file, as they know it. */
function withoutIndent(lines: readonly string[], base: string): readonly string[] {
  const [first = '', ...rest] = lines;
  const isDeep = base !== '' && rest.every((line) => line.trim() === '' || line.startsWith(base));
  return isDeep && rest.length > 0 && !/^\s/u.test(first) ? [first, ...dedent(rest, base)] : lines;
}

const COMMENT = /^\s*(?:\/\/|#(?!\[)|\/\*|\*)/u;

/** A comment before the region is the file's: an answer that begins with one tells it again, perhaps in other words. */
function withoutComment(
  answer: readonly string[],
  old: readonly string[],
  above: readonly string[],
  language: FixLanguage | undefined,
): readonly string[] {
  if (!COMMENT.test(above.at(-1) ?? '') || COMMENT.test(old[0] ?? '')) return answer;
  const end = answer.findIndex((line) => line.trim() !== '' && !COMMENT.test(line));
  const comment = answer.slice(0, end).join('\n');
  // What silences is no description: the gates have to see it.
  const silences = (language?.suppressions ?? []).some((pattern) => comment.search(pattern) >= 0);
  return end > 0 && !silences ? answer.slice(end) : answer;
}

/** Takes new imports off the front, also from between what else of the file stands before the region. Those that the file has are dropped. */
function hoisted(
  answer: readonly string[],
  old: readonly string[],
  all: readonly string[],
  language: FixLanguage | undefined,
): { rest: readonly string[]; imports: readonly string[] } {
  const pattern = language?.importLine;
  if (pattern === undefined || old.some((line) => pattern.test(line))) return { rest: answer, imports: [] };
  const imports: string[] = [];
  const start = answer.findIndex((line) => isTold(line) && line.trim() === (old.find(isTold) ?? '').trim());
  const isImport = (line: string): boolean => pattern.test(line) && !/^\s/u.test(line);
  if (start > 0 && answer.slice(0, start).some((line) => isTold(line) && !isImport(line))) {
    const head = answer.slice(0, start).filter(isImport);
    const fresh = head.filter((line) => !all.some((each) => each.trim() === line.trim()));
    return {
      rest: answer.filter((line, row) => row >= start || !isImport(line)),
      imports: fresh.map((line) => line.trim()),
    };
  }
  let at = 0;
  while (at < answer.length && (pattern.test(answer[at] ?? '') || (answer[at] ?? '').trim() === '')) {
    const line = (answer[at] ?? '').trim();
    if (line !== '' && !all.some((each) => each.trim() === line)) imports.push(line);
    at++;
  }
  // Blank lines alone are the region's.
  return pattern.test(answer.slice(0, at).find((line) => line.trim() !== '') ?? '') && at < answer.length
    ? { rest: answer.slice(at), imports }
    : { rest: answer, imports: [] };
}

/** Blank lines at both ends go, where the region has none there. */
function trimmed(lines: readonly string[], old: readonly string[]): readonly string[] {
  let first = 0;
  let end = lines.length;
  if ((old[0] ?? '').trim() !== '') while (first < end && (lines[first] ?? '').trim() === '') first++;
  if ((old.at(-1) ?? '').trim() !== '') while (end > first && (lines[end - 1] ?? '').trim() === '') end--;
  return lines.slice(first, end);
}

/** What the answer may mean, most stripped first. One that echoes nothing has one meaning. */
function cutsOf(
  answer: readonly string[],
  old: readonly string[],
  above: readonly string[],
  below: readonly string[],
): readonly (readonly string[])[] {
  const isLonger = answer.filter(isTold).length > old.filter(isTold).length;
  const heads = [...echoes(answer, old, above, isLonger), 0];
  const turned = echoes(answer.toReversed(), old.toReversed(), below.toReversed(), isLonger);
  const tails = [...turned, 0];
  return heads.flatMap((head) =>
    tails.flatMap((tail) => (head + tail < answer.length ? [answer.slice(head, answer.length - tail)] : [])),
  );
}

function isTold(line: string): boolean {
  return line.trim() !== '';
}

/**
 * How many lines at the start of `answer` may be an echo of `before`, most first.
 * @param isLonger the answer has more lines than the region
 */
function echoes(
  answer: readonly string[],
  old: readonly string[],
  before: readonly string[],
  isLonger: boolean,
): readonly number[] {
  const found = new Set<number>();
  const outside = before.map((line) => line.trim()).filter((line) => line !== '');
  const first = (old.find(isTold) ?? '').trim();
  // From the region's first line on, with what stands before it all from above, in its order: parts may be left out. `}` may be that line more than once.
  for (const [at, line] of answer.entries()) {
    if (at === 0 || line.trim() !== first) continue;
    // What is left out of what stands around is missed by nobody.
    const head = answer
      .slice(0, at)
      .filter((each) => isTold(each) && !isLazy(each))
      .map((each) => each.trim());
    if (!isSubsequence(head, outside)) break;
    found.add(at);
  }
  // Directly from above, where the region's first line was changed.
  if (isLonger || (answer[0] ?? '').trim() !== first) {
    let told = 0;
    for (let count = 1; count <= Math.min(answer.length - 1, LONGEST_ECHO); count++) {
      if (isTold(answer[count - 1] ?? '')) told++;
      else continue;
      const own = answer
        .slice(0, count)
        .map((line) => line.trim())
        .filter((line) => line !== '');
      if (told <= outside.length && own.every((line, index) => line === outside[outside.length - told + index]))
        found.add(count);
    }
  }
  return [...found].sort((a, b) => b - a).slice(0, MOST_CUTS);
}

function isSubsequence(lines: readonly string[], of: readonly string[]): boolean {
  let at = 0;
  for (const line of lines) {
    const next = of.indexOf(line, at);
    if (next < 0) return false;
    at = next + 1;
  }
  return true;
}

function isOwnUnit(answer: readonly string[], unit: string): boolean {
  const own = unitOf(dedent(answer, commonIndent(answer)));
  return own === '' || own === unit;
}

/**
 * Lines that differ in blanks at their end only stay as they were, and so do blank lines.
 * @param unit of the buffer, where the answer has another: then tabs and blanks at the start of a line are no difference; else ''
 */
function kept(old: readonly string[], lines: readonly string[], unit: string): readonly string[] {
  const bare = (line: string): string => {
    const own = indentOf(line);
    return (unit === '' ? own : own.replaceAll('\t', unit)) + line.slice(own.length).trimEnd();
  };
  const pieces = diffArrays(old.map(bare), lines.map(bare));
  const result: string[] = [];
  let oldAt = 0;
  let newAt = 0;
  for (const { added, removed, count } of pieces) {
    if (removed) oldAt += count;
    else if (added) {
      result.push(...lines.slice(newAt, newAt + count));
      newAt += count;
    } else {
      result.push(...old.slice(oldAt, oldAt + count));
      oldAt += count;
      newAt += count;
    }
  }
  return result;
}

/** The least that turns `old` into `lines`. @param first row of the first old line */
export function hunks(old: readonly string[], lines: readonly string[], first: number): readonly LineEdit[] {
  const edits: LineEdit[] = [];
  let row = first;
  let open: { first: number; last: number; lines: string[] } | undefined;
  const close = (): void => {
    if (open !== undefined) edits.push(open);
    open = undefined;
  };
  for (const { added, removed, value } of diffArrays([...old], [...lines])) {
    if (!added && !removed) {
      close();
      row += value.length;
      continue;
    }
    open ??= { first: row, last: row, lines: [] };
    if (removed) {
      row += value.length;
      open.last = row;
    } else open.lines.push(...value);
  }
  close();
  return edits;
}
