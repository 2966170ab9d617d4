/** Writes ranked declarations as paths and signatures, as many as a number of tokens allows. */
import type { ProjectFile } from '../project.ts';
import type { MapEntry, MapResult } from '../service.ts';
import { signatureLines } from '../sources/signatures.ts';
import { mapStyleOf } from '../sources/signatures-style.ts';
import type { Ranked } from './rank.ts';

/** No declaration is shorter. In tokens. */
const LEAST_TOKENS = 1.5;

export interface RenderOptions {
  /** Tokens. */
  readonly room: number;
  readonly estimate: (text: string) => number;
  /** The line above a file's signatures. */
  readonly header: (path: string) => string;
}

/** More do not fit into so many tokens. */
export function mostDeclarations(room: number): number {
  return Math.floor(Math.max(0, room) / LEAST_TOKENS);
}

/** The longest beginning of `ranked` that fits, found by binary search; files by their best declaration, each in its own order. */
export function renderMap(ranked: readonly Ranked[], options: RenderOptions): MapResult {
  let fits = 0;
  let tooMany = Math.min(ranked.length, mostDeclarations(options.room)) + 1;
  let best: MapResult = { text: '', tokens: 0, entries: [] };
  while (fits + 1 < tooMany) {
    const middle = (fits + tooMany) >> 1;
    const result = render(ranked.slice(0, middle), options);
    if (result.tokens <= options.room) {
      fits = middle;
      best = result;
    } else tooMany = middle;
  }
  return best;
}

function render(ranked: readonly Ranked[], { estimate, header }: RenderOptions): MapResult {
  const files = new Map<ProjectFile, { readonly score: number; readonly chosen: number[] }>();
  for (const { file, index, score } of ranked) {
    const known = files.get(file);
    if (known === undefined) files.set(file, { score, chosen: [index] });
    else known.chosen.push(index);
  }
  const entries: MapEntry[] = [];
  for (const [{ relative, symbols }, { score, chosen }] of files) {
    entries.push({
      path: relative,
      score,
      lines: signatureLines(symbols.declarations, chosen, mapStyleOf(symbols.language)),
    });
  }
  const text = entries.map(({ path, lines }) => [header(path), ...lines].join('\n')).join('\n');
  return { text, tokens: estimate(text), entries };
}
