/** Asks the engine at each place, and types some of the lines with its help. Counts; words nothing. */
import { type Piece, type RestOfLine, restOfLine, type ShowOptions, shownPart } from '../../src/model/instant/complete.ts';
import type { Corpus } from '../../src/model/instant/corpus.ts';
import { type ReplayPlace, situationAt, truthOf } from './cursors.ts';

export interface ReplaySample {
  readonly commit: string;
  readonly path: string;
  /** 0-based row and UTF-16 column. */
  readonly row: number;
  readonly col: number;
  readonly truth: string;
  /** The rest of the line as the engine has it, and how likely it says that is. */
  readonly text: string;
  readonly confidence: number;
  readonly pieces: readonly Piece[];
  readonly isBlankBefore: boolean;
  /** What is shown by the rule: the whole line, its sure part, or ''. */
  readonly shown: string;
  readonly ms: number;
}

export function sampleAt(place: ReplayPlace, corpus: Corpus, options: ShowOptions): ReplaySample {
  const { path, row, col, commit } = place;
  const situation = situationAt(place, col);
  // The editor has asked at the key before: the lines around are known.
  restOfLine(corpus, situationAt(place, col - 1));
  const begun = performance.now();
  const rest = restOfLine(corpus, situation);
  const shown = shownPart(rest, options);
  const ms = performance.now() - begun;
  const truth = truthOf(place);
  return { commit: commit.id, path, row, col, truth, ...rest, shown, ms };
}

/** Of one line that was typed by a simulated typist. */
export interface TypedLine {
  /** Characters of the line behind its indentation. */
  readonly characters: number;
  /** Keys that were pressed: one to accept, one for each character. */
  readonly keys: number;
  /** Suggestions that were shown and not right; one that stays while typing goes on counts once. */
  readonly wrong: number;
  readonly accepted: number;
}

/** Shorter texts are quicker typed than looked at, in UTF-16 units. */
const WORTH_ACCEPTING = 2;

/** Types a line: accepts what is right to its end, and types on where it isn't. */
export function typeLine(place: ReplayPlace, corpus: Corpus, options: ShowOptions): TypedLine {
  const { line } = place;
  const start = line.length - line.trimStart().length;
  let keys = 0;
  let wrong = 0;
  let accepted = 0;
  /** The line as the last suggestion would have made it. */
  let promised = '';
  for (let col = start; col < line.length; ) {
    const rest: RestOfLine = restOfLine(corpus, situationAt(place, col));
    const shown = shownPart(rest, options);
    keys++;
    if (shown.length >= WORTH_ACCEPTING && line.startsWith(shown, col)) {
      accepted++;
      col += shown.length;
      continue;
    }
    const promise = line.slice(0, col) + shown;
    if (shown !== '' && promise !== promised) wrong++;
    promised = shown === '' ? '' : promise;
    col++;
  }
  return { characters: line.length - start, keys, wrong, accepted };
}
