/** The source `edits`: what was changed lately elsewhere, the most similar first. By far the best return for its tokens (RETRIEVAL.md §6). */
import type { Snippet } from '../../text/snippet.ts';
import type { Hunk } from '../edits/hunks.ts';
import { identifiersIn, termsOf } from '../search/words.ts';
import type { Moment, Source } from '../source.ts';

export interface EditsWorld {
  /** The newest first. */
  hunks(): readonly Hunk[];
}

const SHARE = 0.3;
/** A hunk shows that many lines at most. */
const MOST_LINES = 40;
/** Lines around the cursor that hunks are compared with. */
const ROWS_ABOVE = 12;
const ROWS_BELOW = 4;
/** Rows around the cursor's that belong to what is being typed. */
const TYPED_ROWS = 1;
/** For the token that separates files, in tokens. */
const HEADER_TOKENS = 3;
/** What the newest hunk is worth beyond its likeness. */
const NEWEST = 0.2;

export function createEditsSource(edits: EditsWorld): Source {
  return {
    name: 'edits',
    share: () => SHARE,
    collect: (moment, _project, room) => fitting(ranked(edits.hunks(), moment), moment, room),
  };
}

interface Ranked {
  readonly hunk: Hunk;
  readonly score: number;
}

function ranked(hunks: readonly Hunk[], moment: Moment): readonly Ranked[] {
  const around = termsIn(moment.lines.slice(Math.max(0, moment.row - ROWS_ABOVE), moment.row + ROWS_BELOW + 1));
  const shown = hunks.filter(
    (hunk) => hunk.lines.some((line) => /[\p{L}\p{N}]/u.test(line)) && !isAtCursor(hunk, moment),
  );
  return shown
    .map((hunk, age) => ({ hunk, age, like: likeness(termsIn(hunk.lines), around) }))
    .filter(({ like }) => like >= moment.editsThreshold)
    .map(({ hunk, age, like }) => ({ hunk, score: like + NEWEST * (1 - age / shown.length) }))
    .sort((a, b) => b.score - a.score);
}

/** What is being typed, or stands in the window anyway. */
function isAtCursor({ path, row, lines }: Hunk, { path: own, row: cursor, window: [first, last] }: Moment): boolean {
  if (path !== own) return false;
  const end = row + lines.length - 1;
  const isTyped = row - TYPED_ROWS <= cursor && cursor <= end + TYPED_ROWS;
  return isTyped || (first <= row && end <= last);
}

/** Share of the hunk's words that stand around the cursor. */
function likeness(words: ReadonlySet<string>, around: ReadonlySet<string>): number {
  let both = 0;
  for (const word of words) if (around.has(word)) both++;
  return both / Math.max(4, Math.sqrt(words.size * Math.max(1, around.size)));
}

function termsIn(lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => identifiersIn(line).flatMap(termsOf)));
}

function fitting(all: readonly Ranked[], moment: Moment, room: number): readonly Snippet[] {
  const snippets: Snippet[] = [];
  const texts = new Set<string>();
  let left = room;
  for (const { hunk, score } of all) {
    const path = relativePath(hunk.path, moment);
    const lines = linesThatFit(
      hunk.lines.slice(0, MOST_LINES),
      left - HEADER_TOKENS - moment.estimate(`${path}\n\n`),
      moment,
    );
    const text = dedent(lines);
    if (text.trim() === '' || texts.has(text)) continue;
    texts.add(text);
    const tokens = moment.estimate(`${path}\n${text}\n`) + HEADER_TOKENS;
    left -= tokens;
    snippets.push({
      source: 'edits',
      id: `edits:${hunk.path}:${hunk.row}`,
      path,
      text,
      kind: 'code',
      score: Math.min(1, score),
      reason: 'edited lately',
      stability: 'session',
      tokens,
      rows: [hunk.row, hunk.row + lines.length - 1],
    });
  }
  return snippets;
}

/** Whole lines from the start; none where not even half of the hunk's first lines fit. */
function linesThatFit(lines: readonly string[], room: number, { estimate }: Moment): readonly string[] {
  const fitting: string[] = [];
  let left = room;
  for (const line of lines) {
    left -= estimate(`${line}\n`);
    if (left < 0) break;
    fitting.push(line);
  }
  return fitting.length < Math.min(2, lines.length) ? [] : fitting;
}

function dedent(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^\s*/u.exec(line)?.[0].length ?? 0);
  const common = Math.min(...indents, Number.MAX_SAFE_INTEGER);
  return lines
    .map((line) => line.slice(common).trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/gu, '');
}

function relativePath(path: string, { path: own, relative }: Moment): string {
  const root = own.slice(0, own.length - relative.length);
  return root !== '' && path.startsWith(root) ? path.slice(root.length) : path;
}
