/** Asks the engine at each place, and types some of the lines with its help. Counts; words nothing. */
import { type ReplayPlace, situationAt, truthOf } from './cursors.ts';
import type { Answered, ReplayEngine } from './engines.ts';

/** A place with what was typed there, and what the engine had to say. */
export interface ReplaySample extends Answered {
  readonly commit: string;
  readonly path: string;
  /** 0-based row and UTF-16 column. */
  readonly row: number;
  readonly col: number;
  readonly truth: string;
}

export async function sampleAt(place: ReplayPlace, engine: ReplayEngine): Promise<ReplaySample> {
  const { path, row, col, commit } = place;
  const answered = await engine.answer(situationAt(place, col), situationAt(place, col - 1), place.edited);
  return { commit: commit.id, path, row, col, truth: truthOf(place), ...answered };
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
export async function typeLine(place: ReplayPlace, engine: ReplayEngine): Promise<TypedLine> {
  const { line } = place;
  const start = line.length - line.trimStart().length;
  let keys = 0;
  let wrong = 0;
  let accepted = 0;
  /** The line as the last suggestion would have made it. */
  let promised = '';
  for (let col = start; col < line.length; ) {
    const { shown } = await engine.answer(situationAt(place, col), undefined, place.edited);
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
