/** Answers that change pieces of a region, for large models and regions that are too long to be copied: each piece has to stand there once. No guesses. Pure. */
import { commonIndent, dedent, indentOf } from './indent.ts';
import type { Refusal } from './refusal.ts';

export interface Piece {
  readonly search: readonly string[];
  readonly replace: readonly string[];
}

export const SEARCH_MARK = '<<<<<<< SEARCH';
export const BETWEEN_MARK = '=======';
export const REPLACE_MARK = '>>>>>>> REPLACE';

const BEGIN = /^[^\S\n]*<{5,9}[^\S\n]*SEARCH[^\S\n]*$/gimu;
const PIECE = new RegExp(
  String.raw`${BEGIN.source}\n([\s\S]*?)^[^\S\n]*={5,9}[^\S\n]*$\n([\s\S]*?)^[^\S\n]*>{5,9}[^\S\n]*REPLACE[^\S\n]*$`,
  'gimu',
);

/** Whether an answer has pieces at all. @param reply its lines end with `\n` */
export function hasPieces(reply: string): boolean {
  return reply.search(BEGIN) >= 0;
}

/** The pieces of an answer, in fences or without. @param endedWell as for `readAnswer` */
export function readPieces(reply: string, endedWell: boolean): readonly Piece[] | Refusal {
  const pieces = [...reply.matchAll(PIECE)].map(([, search = '', replace = '']) => ({
    search: linesOf(search),
    replace: linesOf(replace),
  }));
  if ((reply.match(BEGIN) ?? []).length === pieces.length) return pieces;
  return endedWell ? MALFORMED : { verdict: 'cut-off', detail: 'The last block was cut off before its end.' };
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/u, '').split('\n');
}

const MALFORMED: Refusal = {
  verdict: 'no-code',
  detail: `The blocks are not of the form ${SEARCH_MARK}, ${BETWEEN_MARK}, ${REPLACE_MARK}.`,
};

/** The region's lines with all pieces replaced. @param region as the model was shown it */
export function withPieces(region: readonly string[], pieces: readonly Piece[]): readonly string[] | Refusal {
  let lines = region;
  for (const piece of pieces) {
    const made = withPiece(lines, piece);
    if ('verdict' in made) return made;
    lines = made;
  }
  return lines;
}

/** How lines are compared, from the strictest on. The first way that finds the piece decides: also that it is there twice. */
const WAYS: readonly ((lines: readonly string[]) => readonly string[])[] = [
  (lines) => lines,
  (lines) => lines.map((line) => line.trimEnd()),
  (lines) => dedent(lines, commonIndent(lines)).map((line) => line.trimEnd()),
];

function withPiece(lines: readonly string[], { search, replace }: Piece): readonly string[] | Refusal {
  const { length } = search;
  if (search.every((line) => line.trim() === ''))
    return { verdict: 'no-match', detail: 'A block searches for nothing.' };
  const [told = ''] = search.filter((line) => line.trim() !== '');
  for (const [way, shaped] of WAYS.entries()) {
    const wanted = shaped(search).join('\n');
    const found: number[] = [];
    for (let at = 0; at + length <= lines.length; at++)
      if (shaped(lines.slice(at, at + length)).join('\n') === wanted) found.push(at);
    const [at] = found;
    if (at === undefined) continue;
    if (found.length > 1) {
      const detail = `The lines that begin with "${told.trim()}" stand ${found.length} times in the region.`;
      return { verdict: 'many-matches', detail };
    }
    const fresh = way < WAYS.length - 1 ? replace : moved(replace, search, lines.slice(at, at + length));
    return [...lines.slice(0, at), ...fresh, ...lines.slice(at + length)];
  }
  return { verdict: 'no-match', detail: `The lines that begin with "${told.trim()}" do not stand in the region.` };
}

/** The new lines, deeper or less deep by as much as the old ones stand elsewhere. */
function moved(replace: readonly string[], search: readonly string[], found: readonly string[]): readonly string[] {
  const [from, to] = [commonIndent(search), commonIndent(found)];
  return replace.map((line) => {
    if (line.trim() === '') return '';
    return line.startsWith(from) ? to + line.slice(from.length) : to + line.slice(indentOf(line).length);
  });
}
