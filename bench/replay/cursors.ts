/** The places at which a replay asks: in lines that commits added, with the file as it was while they were typed. Reads by git only. */
import { type Edited, lineSet } from '../../src/model/instant/edited.ts';
import { kindOf } from '../../src/model/instant/kinds.ts';
import type { Situation } from '../../src/text/situation.ts';
import { NameReader } from '../retrieval/code-names.ts';
import { cursorAt } from '../retrieval/cursors.ts';
import { anywhere, Drawing } from '../retrieval/draw.ts';
import type { Commit, History, Texts } from '../retrieval/history.ts';

/** What the editor hands on around the cursor, in UTF-16 units. */
const WINDOW = 24_000;

export interface ReplayPlace {
  readonly commit: Commit;
  /** From the root, with `/`. */
  readonly path: string;
  /** The file, typed up to the cursor. */
  readonly lines: readonly string[];
  /** 0-based row and UTF-16 column. */
  readonly row: number;
  readonly col: number;
  /** The line as the commit has it, without blanks at its end. */
  readonly line: string;
  /** What the commit had edited before: the hunks in files that come before by path, and those in front of the cursor's. */
  readonly edited: Edited;
}

/** What was typed next, to the end of the line. */
export function truthOf({ line, col }: ReplayPlace): string {
  return line.slice(col);
}

/** @param n places at most. @returns the oldest commit first */
export async function drawPlaces(
  history: History,
  texts: Texts,
  { commits, n, seed, grammarsDir }: { commits: readonly Commit[]; n: number; seed: number; grammarsDir: string },
): Promise<readonly ReplayPlace[]> {
  const names = new NameReader(grammarsDir);
  try {
    const drawn = await new Drawing(history, texts, names).draw(commits, { n, seed, places: anywhere });
    const found: ReplayPlace[] = [];
    for (const { commit, hunks, places } of drawn) {
      for (const { hunk, line, col, text } of places) {
        const path = hunks[hunk]?.path ?? '';
        const before = (await texts.read(`${commit.parent}:${path}`)).replaceAll('\r\n', '\n').split('\n');
        const cursor = cursorAt(before, hunks, hunk, line, col);
        if (cursor === undefined) continue;
        const elsewhere = hunks
          .slice(0, hunk)
          .filter((other) => other.path !== path && kindIn(other.path) === kindIn(path))
          .map(({ lines }) => lines);
        found.push({ ...cursor, commit, line: text.trimEnd(), edited: { elsewhere, opened: lineSet(before) } });
      }
    }
    return found;
  } finally {
    await names.close();
  }
}

/** The situation with the cursor at another column of the line. @param col UTF-16 */
export function situationAt(place: ReplayPlace, col: number): Situation {
  const above = place.lines.slice(0, place.row).map((line) => `${line}\n`);
  const below = place.lines.slice(place.row + 1).map((line) => `\n${line}`);
  const prefix = above.join('');
  // From a line start on, as the editor cuts.
  const cut = prefix.length <= WINDOW ? 0 : prefix.indexOf('\n', prefix.length - WINDOW) + 1;
  return {
    path: place.path,
    filetype: '',
    prefix: prefix.slice(cut) + place.line.slice(0, col),
    startsFile: cut === 0,
    suffix: below.join('').slice(0, WINDOW),
    indentUnit: '    ',
  };
}

function kindIn(path: string): string | undefined {
  return kindOf(path, '')[0];
}
