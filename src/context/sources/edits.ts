/** The source `edits`: what was changed lately elsewhere, the most similar first. By far the best return for its tokens (RETRIEVAL.md §6). Never what is being typed. */
import type { Snippet } from '../../text/snippet.ts';
import { type Hunk, partOf, without } from '../edits/hunk.ts';
import { identifiersIn, termsOf } from '../search/words.ts';
import type { Moment, Source } from '../source.ts';

export interface EditsWorld {
  /** The newest first. The same hunk is the same object from one call to the next. */
  hunks(): readonly Hunk[];
}

const SHARE = 0.3;
/** A hunk shows that many lines at most. */
const MOST_LINES = 40;
/** Where a longer one may begin, in lines. */
const STEP = 8;
/** Lines around the cursor that hunks are compared with. */
const ROWS_ABOVE = 12;
const ROWS_BELOW = 4;
/** Rows around the cursor's that belong to what is being typed. */
const TYPED_ROWS = 1;
/** For the token that separates files, in tokens. */
const HEADER_TOKENS = 3;
/** Less is no snippet, in tokens. */
const LEAST_ROOM = 8;
/** What the newest hunk is worth beyond its likeness. */
const NEWEST = 0.2;
/** Shorter lines are brackets, which stand everywhere. In characters. */
const TELLING_LINE = 4;

export function createEditsSource(edits: EditsWorld): Source {
  const known = new WeakMap<Hunk, Looked>();
  const look = (hunk: Hunk): Looked => {
    const looked = known.get(hunk) ?? lookAt(hunk);
    known.set(hunk, looked);
    return looked;
  };
  return {
    name: 'edits',
    share: () => SHARE,
    collect: (moment, _project, room) => fitting(ranked(edits.hunks(), look, moment), moment, room),
  };
}

/** What of a hunk may be compared again and again. */
interface Looked {
  /** Words of each line. */
  readonly terms: readonly (readonly string[])[];
  /** Lines that say something and did not stand there before, without their indents. */
  readonly fresh: readonly string[];
}

function lookAt({ lines, oldLines }: Hunk): Looked {
  const old = new Set(oldLines);
  return {
    terms: lines.map((line) => identifiersIn(line).flatMap(termsOf)),
    fresh: lines.filter((line) => !old.has(line) && /[\p{L}\p{N}]/u.test(line)).map((line) => line.trim()),
  };
}

interface Ranked {
  readonly hunk: Hunk;
  readonly fresh: readonly string[];
  readonly score: number;
  /** Words that stand around the cursor too. */
  readonly shared: number;
}

function ranked(hunks: readonly Hunk[], look: (hunk: Hunk) => Looked, moment: Moment): readonly Ranked[] {
  const { lines, row, editsThreshold } = moment;
  const around = new Set(
    lines
      .slice(Math.max(0, row - ROWS_ABOVE), row + ROWS_BELOW + 1)
      .flatMap((line) => identifiersIn(line).flatMap(termsOf)),
  );
  const shown = shownLines(moment);
  const candidates = hunks
    .flatMap((hunk) => elsewhere(hunk, moment))
    // What was only taken out, and what the window shows as well, tells nothing.
    .filter((hunk) => look(hunk).fresh.some((line) => !shown.has(line)));
  return candidates
    .map((hunk, age) => {
      const { terms, fresh } = look(hunk);
      const from = bestStart(terms, around);
      const words = new Set(terms.slice(from, from + MOST_LINES).flat());
      const shared = sharedIn(words, around);
      const like = shared / Math.max(4, Math.sqrt(words.size * Math.max(1, around.size)));
      const part = partOf(hunk, from, from + MOST_LINES);
      return { hunk: part, fresh, like, shared, score: like + NEWEST * (1 - age / candidates.length) };
    })
    .filter(({ like }) => like >= editsThreshold)
    .sort((a, b) => b.score - a.score);
}

/** The parts of a hunk that are neither being typed nor in the window. */
function elsewhere(hunk: Hunk, { path, row, window: [first, last] }: Moment): readonly Hunk[] {
  if (hunk.path !== path) return [hunk];
  const end = hunk.row + hunk.lines.length - 1;
  if (hunk.row - TYPED_ROWS <= row && row <= end + TYPED_ROWS) return [];
  return without(hunk, first, last + 1);
}

/** Lines of the window that say something. */
function shownLines({ lines, window: [first, last] }: Moment): ReadonlySet<string> {
  return new Set(
    lines
      .slice(first, last + 1)
      .map((line) => line.trim())
      .filter((line) => line.length >= TELLING_LINE),
  );
}

/** Where the lines of a long hunk begin that have most in common with those around the cursor. */
function bestStart(terms: readonly (readonly string[])[], around: ReadonlySet<string>): number {
  let best = 0;
  let most = -1;
  for (let from = 0; from === 0 || from + MOST_LINES <= terms.length + STEP - 1; from += STEP) {
    const shared = sharedIn(new Set(terms.slice(from, from + MOST_LINES).flat()), around);
    if (shared > most) [most, best] = [shared, from];
  }
  return best;
}

function sharedIn(words: ReadonlySet<string>, around: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of words) if (around.has(word)) shared++;
  return shared;
}

/** As many as there is room for: there are never enough of them, so that those that have little in common come as well. */
function fitting(all: readonly Ranked[], moment: Moment, room: number): readonly Snippet[] {
  const snippets: Snippet[] = [];
  const told = new Set<string>();
  let left = room;
  for (const one of all) {
    if (left < LEAST_ROOM) break;
    // The same edit in one file after the other is told once.
    if (one.fresh.every((line) => told.has(line))) continue;
    const snippet = snippetOf(one, moment, left);
    if (snippet === undefined) continue;
    for (const line of one.fresh) told.add(line);
    left -= snippet.tokens;
    snippets.push(snippet);
  }
  return snippets;
}

function snippetOf({ hunk, score, shared }: Ranked, moment: Moment, room: number): Snippet | undefined {
  const { estimate, row: cursor } = moment;
  const path = relativePath(hunk.path, moment);
  const head = estimate(`${path}\n\n`) + HEADER_TOKENS;
  const blank = hunk.lines.findIndex((line) => line.trim() !== '');
  const lines = linesThatFit(hunk.lines.slice(Math.max(0, blank)), room - head, moment);
  const text = dedent(lines);
  if (text === '') return undefined;
  const row = hunk.row + Math.max(0, blank);
  const near = `lines ${Math.max(1, cursor + 1 - ROWS_ABOVE)}–${cursor + 1 + ROWS_BELOW}`;
  return {
    source: 'edits',
    id: `edits:${hunk.path}:${hunk.row}`,
    path,
    text,
    kind: 'code',
    score: Math.min(1, score),
    reason:
      shared === 0
        ? 'edited lately'
        : `edited lately, ${shared} ${shared === 1 ? 'word' : 'words'} in common with ${near}`,
    stability: 'session',
    tokens: estimate(`${path}\n${text}\n`) + HEADER_TOKENS,
    rows: [row, row + text.split('\n').length - 1],
  };
}

/** Whole lines from the start; none where not even two of several lines fit. */
function linesThatFit(lines: readonly string[], room: number, { estimate }: Moment): readonly string[] {
  const fit: string[] = [];
  let left = room;
  for (const line of lines) {
    left -= estimate(`${line}\n`);
    if (left < 0) break;
    fit.push(line);
  }
  return fit.length < Math.min(2, lines.length) ? [] : fit;
}

/** Without the indent that all lines have, and blank lines at the end. */
function dedent(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^\s*/u.exec(line)?.[0].length ?? 0);
  const common = Math.min(...indents, Number.MAX_SAFE_INTEGER);
  return lines
    .map((line) => line.slice(common).trimEnd())
    .join('\n')
    .trimEnd();
}

function relativePath(path: string, { path: own, relative }: Moment): string {
  const root = own.slice(0, own.length - relative.length);
  return root !== '' && path.startsWith(root) ? path.slice(root.length) : path;
}
