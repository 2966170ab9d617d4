/** The rest of the line at a cursor, as text, and how much of it is worth showing. Pure over a corpus; looks no further than the line's end. */
import { linePrefix, lineSuffix, type Situation } from '../../text/situation.ts';
import type { Corpus } from './corpus.ts';
import { type Edited, editedRuns, NOTHING_EDITED, type Run } from './edited.ts';
import { farTokens } from './far.ts';
import type { Stream } from './near-votes.ts';
import type { Tokens } from './posted-tokens.ts';
import { type Place, predict, type Step } from './predict.ts';
import { LINE_END } from './vocabulary.ts';

/** A piece of the text to insert. */
export interface Piece {
  /** '' for the end of the line. */
  readonly text: string;
  /** How likely it is, given that the pieces before are right: 0 … 1. */
  readonly p: number;
}

export interface RestOfLine {
  readonly pieces: readonly Piece[];
  readonly text: string;
  /** How likely all of it is right, up to the end of the line; 0 where the end was not reached. */
  readonly confidence: number;
  /** Whether nothing but indentation stands before the cursor. */
  readonly isBlankBefore: boolean;
}

/** A text to insert at the cursor. */
export interface Proposal {
  readonly text: string;
  /** How likely all of it is right: 0 … 1. */
  readonly confidence: number;
}

/** When something is shown. Likelihoods, 0 … 1. */
export interface ShowOptions {
  /** The whole rest of the line is shown from this confidence on. */
  readonly wholeLine: number;
  /** Otherwise what stands before the first piece that is less likely than this, */
  readonly doubtful: number;
  /** as far as all of that is as likely as this. */
  readonly partOfLine: number;
  /** But no fewer characters than this. */
  readonly fewestCharacters: number;
  /** Behind nothing but indentation anything may come: only a whole line is shown, from this confidence on. */
  readonly blankLine: number;
}

/**
 * As the options have them by default. On 623 places of monolog and composer a part is shown at 57 and 61 % of the places, 73 and 78 % of its characters are
 * right, and 17 and 16 % of what there was to type is saved. Without `partOfLine` 60 and 63 % are right: a long text of pieces that are likely one by one is
 * wrong somewhere.
 */
export const SHOW: ShowOptions = {
  wholeLine: 0.5,
  doubtful: 0.55,
  partOfLine: 0.5,
  fewestCharacters: 3,
  blankLine: 0.7,
};

/** Lines around the cursor that are learnt from as the buffer, above and below. */
const MOST_LINES = 1500;
/** A stretch of the buffer, counted from the cursor on. */
interface Belt {
  readonly tokens: number;
  /** How much one occurrence in it counts; in the index it is 1. */
  readonly weight: number;
}

/**
 * What was written just now is repeated. On 452 places of symfony/console and composer the likeliest line is right at 26.5 % of them; at 24.8 % where all above the
 * cursor counts 3 and all below it 2.
 */
const ABOVE: readonly Belt[] = [
  { tokens: 100, weight: 12 },
  { tokens: 500, weight: 6 },
  { tokens: Number.POSITIVE_INFINITY, weight: 3 },
];
const BELOW: readonly Belt[] = [
  { tokens: 300, weight: 5 },
  { tokens: Number.POSITIVE_INFINITY, weight: 2 },
];
/** How much one occurrence counts further away in the buffer, and in a file that changed since the index was built; in the index it is 1. */
const FAR = 1;
const CHANGED = 1;

/**
 * And how much more in a line that was edited lately. On 1,200 places of monolog and symfony/console whole lines are shown at 16.6 % of them and right at 73.9 %
 * of these, and save 6.8 % of what there was to type; without it at 14.7 %, 71.6 % and 5.4 %.
 */
const EDITED = 6;
/** So many lines above the cursor count much already, however new they are. */
const NEAR_LINES = 12;

/** What would be typed next. */
export function restOfLine(
  corpus: Corpus,
  situation: Pick<Situation, 'path' | 'prefix' | 'suffix'>,
  edited?: Edited,
): RestOfLine {
  const place = placeOf(corpus, situation, edited);
  return lineOf(corpus, predict(corpus, place), place.partial, linePrefix(situation).trim() === '');
}

function beltsAbove(tokens: Tokens): Stream[] {
  let end = tokens.length;
  return ABOVE.map(({ tokens: length, weight }) => {
    const start = Math.max(0, end - length);
    const belt = { tokens: tokens.subarray(start, end), weight, isBuffer: true };
    end = start;
    return belt;
  });
}

function beltsBelow(tokens: Tokens): Stream[] {
  let start = 0;
  return BELOW.map(({ tokens: length, weight }) => {
    const end = Math.min(tokens.length, start + length);
    const belt = { tokens: tokens.subarray(start, end), weight, isBuffer: true };
    start = end;
    return belt;
  });
}

/** @param above lines of the buffer before the cursor's, @param below those behind it */
function editedIn(above: readonly string[], below: readonly string[], { elsewhere, opened }: Edited): readonly Run[] {
  if (opened === undefined) return elsewhere;
  return [...editedRuns(above.slice(0, -NEAR_LINES), opened), ...editedRuns(below, opened), ...elsewhere];
}

function editedStream(corpus: Corpus, run: Run): Stream {
  const tokens = Int32Array.from([LINE_END, ...corpus.tokens([...run, ''])]);
  return { tokens, weight: EDITED, isBuffer: true };
}

/** One behind the other. A spread takes ten times as long, and this is done with every key. */
function joined(first: Tokens, second: Tokens): Tokens {
  const all = new Int32Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

/** A situation as tokens. */
export function placeOf(
  corpus: Corpus,
  situation: Pick<Situation, 'path' | 'prefix' | 'suffix'>,
  edited: Edited = NOTHING_EDITED,
): Place {
  const above = situation.prefix.split('\n');
  const line = above.pop() ?? '';
  const below = situation.suffix.slice(lineSuffix(situation).length + 1);
  const { tokens: typed, partial } = corpus.cursorTokens(line);
  const before = above.length === 0 ? [] : [...above.slice(-MOST_LINES), ''];
  const context = joined(corpus.tokens(before), typed);
  const behind = below.split('\n', MOST_LINES);
  const after = corpus.tokens(behind);
  const far = farTokens(corpus.ownTokens(situation.path), context, after);
  const streams: readonly Stream[] = [
    ...beltsAbove(context),
    ...beltsBelow(after),
    ...far.filter(({ length }) => length > 0).map((tokens) => ({ tokens, weight: FAR, isBuffer: true })),
    ...editedIn(before, behind, edited).map((run) => editedStream(corpus, run)),
    ...corpus
      .changedBut(situation.path)
      .map((posted) => ({ tokens: posted.tokens, posted, weight: CHANGED, isBuffer: false })),
  ];
  return { context, after, partial, hidden: corpus.hiddenFrom(situation.path), streams };
}

/** Steps as text. @param partial what stands before the cursor of the first one */
export function lineOf(corpus: Corpus, steps: readonly Step[], partial: string, isBlankBefore: boolean): RestOfLine {
  const pieces = steps.map(({ id, p }, at) => ({
    text: corpus.vocabulary.text(id).slice(at === 0 ? partial.length : 0),
    p,
  }));
  const isWhole = steps.at(-1)?.id === LINE_END;
  return {
    pieces,
    text: pieces.map(({ text }) => text).join(''),
    confidence: isWhole ? pieces.reduce((product, { p }) => product * p, 1) : 0,
    isBlankBefore,
  };
}

/** The part of it that is shown; '' for nothing. */
export function shownPart(rest: RestOfLine, options: ShowOptions = SHOW): string {
  const wanted = rest.isBlankBefore ? options.blankLine : options.wholeLine;
  if (rest.confidence >= wanted) return rest.text;
  if (rest.isBlankBefore) return '';
  let sure = '';
  let product = 1;
  for (const { text, p } of rest.pieces) {
    product *= p;
    if (p < options.doubtful || product < options.partOfLine) break;
    sure += text;
  }
  return sure.trim().length < options.fewestCharacters ? '' : sure.trimEnd();
}
