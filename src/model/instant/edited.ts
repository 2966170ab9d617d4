/**
 * Which lines of the open buffers were edited lately: what was written just now, here or in another buffer, is likely to be written again.
 * Compares whole lines with those that were there when the buffer was opened; runs no diff, and reads no history.
 */

/** Lines that stand, or stood, together. */
export type Run = readonly string[];

/** What was edited, as seen from a cursor in one buffer. */
export interface Edited {
  /** In other buffers; those edited last first. */
  readonly elsewhere: readonly Run[];
  /** Lines that the buffer held when it was opened, trimmed; `undefined` where that is not known. */
  readonly opened: ReadonlySet<string> | undefined;
}

export const NOTHING_EDITED: Edited = { elsewhere: [], opened: undefined };

/** So many old lines between two edited ones belong to them: braces, mostly. */
const GAP = 2;
/** More lines at once nobody types: a file was read again, or a formatter ran. What stands there now counts as opened. */
const MOST_OF_BUFFER = 400;
/** More lines of other buffers are not looked through at each key. */
const MOST_ELSEWHERE = 600;

/** Lines as `editedRuns` compares them: however deep they stand. */
export function lineSet(lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.map((line) => line.trim()));
}

/** The runs of lines that were not there before, moved and blank ones aside. @param opened as `lineSet` makes it */
export function editedRuns(lines: readonly string[], opened: ReadonlySet<string>): Run[] {
  const runs: Run[] = [];
  let first = -1;
  let last = -1;
  for (const [at, line] of lines.entries()) {
    const text = line.trim();
    if (text === '' || opened.has(text)) continue;
    if (first >= 0 && at - last > GAP + 1) {
      runs.push(lines.slice(first, last + 1));
      first = -1;
    }
    if (first < 0) first = at;
    last = at;
  }
  if (first >= 0) runs.push(lines.slice(first, last + 1));
  return runs;
}

interface Buffer {
  readonly kind: string | undefined;
  readonly opened: ReadonlySet<string>;
  readonly runs: readonly Run[];
}

export class EditedLines {
  /** By path, the one told last at the end. */
  readonly #buffers = new Map<string, Buffer>();

  /** A buffer was opened, or has another text. @param kind of language */
  put(path: string, kind: string | undefined, text: string): void {
    const lines = text.split('\n');
    const opened = this.#buffers.get(path)?.opened ?? lineSet(lines);
    const runs = editedRuns(lines, opened);
    this.#buffers.delete(path);
    const isTyped = runs.reduce((sum, run) => sum + run.length, 0) <= MOST_OF_BUFFER;
    this.#buffers.set(path, isTyped ? { kind, opened, runs } : { kind, opened: lineSet(lines), runs: [] });
  }

  close(path: string): void {
    this.#buffers.delete(path);
  }

  /** For a cursor in a buffer, in a kind of language. */
  seenFrom(path: string, kind: string | undefined): Edited {
    const elsewhere: Run[] = [];
    let left = MOST_ELSEWHERE;
    for (const [other, buffer] of [...this.#buffers].reverse()) {
      if (other === path || buffer.kind !== kind) continue;
      for (const run of buffer.runs) {
        if (run.length > left) continue;
        elsewhere.push(run);
        left -= run.length;
      }
    }
    return { elsewhere, opened: this.#buffers.get(path)?.opened };
  }
}
