/** Reads the code that servers point at: related places of a report, definitions of the names in its line. Reads no secrets, no large files, and nothing where other files are not to be read. */
import { readFile, stat } from 'node:fs/promises';
import type { Options } from '../config/schema.ts';
import { globMatcher } from '../text/glob.ts';
import type { Related } from './diagnostic.ts';
import { indentOf } from './indent.ts';
import type { Imported } from './question.ts';

/** A place that a server says a name is defined at. */
export interface Place {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** 0-based. */
  readonly row: number;
  /** Of the whole definition, 0-based, inclusive; `row` where only the name is known. */
  readonly endRow: number;
  /** What the server shows of it beside its code; '' for nothing. */
  readonly hover: string;
}

/** Longer definitions are shown by their first lines. */
const MOST_LINES = 30;
/** Of what a server says of a name, in characters. */
const MOST_HOVER = 800;
/** More related places are not looked at. */
const MOST_RELATED = 4;

type Wishes = Pick<Options, 'secretFiles' | 'useOtherFiles' | 'maxFileBytes'>;

/** Code of related places in other files than `path`. */
export async function relatedCode(
  related: readonly Related[],
  path: string,
  wishes: Wishes,
): Promise<ReadonlyMap<Related, string>> {
  const found = new Map<Related, string>();
  for (const each of related.filter((one) => one.path !== path).slice(0, MOST_RELATED)) {
    const lines = await linesOf(each.path, wishes);
    const text = lines
      ?.slice(each.span.row, each.span.endRow + 1)
      .join('\n')
      .trim();
    if (text !== undefined && text !== '') found.set(each, text);
  }
  return found;
}

/**
 * What stands at the places, one after the other; what the server says where the code can't be read. Those in `path` itself are in the prompt anyway.
 * @param root of the project, absolute, or ''
 */
export async function codeAt(
  places: readonly Place[],
  { path, root }: { readonly path: string; readonly root: string },
  wishes: Wishes,
): Promise<readonly Imported[]> {
  const found: Imported[] = [];
  const seen = new Set<string>();
  for (const place of places) {
    if (place.path === path || seen.has(`${place.path}:${place.row}`)) continue;
    seen.add(`${place.path}:${place.row}`);
    const lines = await linesOf(place.path, wishes);
    const text = lines === undefined ? codeOf(place.hover) : definitionAt(lines, place.row, place.endRow);
    const shown =
      place.path === ''
        ? place.name
        : root !== '' && place.path.startsWith(`${root}/`)
          ? place.path.slice(root.length + 1)
          : place.path;
    if (text.trim() !== '') found.push({ path: shown, text, reason: `defines ${place.name}, says the server` });
  }
  return found;
}

/** Both, without what the index has again of what a server has pointed at. */
export function together(pointed: readonly Imported[], indexed: readonly Imported[]): readonly Imported[] {
  const known = pointed.map(({ text }) => bare(text));
  return [
    ...pointed,
    ...indexed.filter(({ text }) => !known.some((each) => each.startsWith(bare(text).slice(0, SAME_START)))),
  ];
}

/** Two texts that begin with as many characters alike are of one definition. */
const SAME_START = 60;

function bare(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** From its line on all that stands deeper, and the line that closes it. */
function definitionAt(lines: readonly string[], row: number, endRow: number): string {
  if (endRow > row) return lines.slice(row, Math.min(endRow + 1, row + MOST_LINES)).join('\n');
  const own = indentOf(lines[row] ?? '').length;
  let end = row + 1;
  while (end < lines.length && end < row + MOST_LINES) {
    const line = lines[end] ?? '';
    const isInside = line.trim() === '' || indentOf(line).length > own || /^\s*[{)]/u.test(line);
    if (!isInside) break;
    end++;
  }
  const closes = /^\s*(?:\}|\]|end\b)/u.test(lines[end] ?? '') && indentOf(lines[end] ?? '').length === own;
  return lines
    .slice(row, closes ? end + 1 : end)
    .join('\n')
    .trimEnd();
}

function codeOf(hover: string): string {
  const [, code] = /^(?:`{3,}|~{3,})[^\n]*\n([\s\S]*?)\n(?:`{3,}|~{3,})/mu.exec(hover) ?? [];
  return (code ?? hover).slice(0, MOST_HOVER);
}

async function linesOf(
  path: string,
  { secretFiles, useOtherFiles, maxFileBytes }: Wishes,
): Promise<readonly string[] | undefined> {
  if (!useOtherFiles || globMatcher(secretFiles)(path)) return undefined;
  try {
    const { size } = await stat(path);
    return size > maxFileBytes ? undefined : (await readFile(path, 'utf8')).split(/\r?\n/u);
  } catch {
    return undefined;
  }
}
