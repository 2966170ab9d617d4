/** Paths and offsets of clients, checked and turned into ours. Reads no files. */
import { isAbsolute, join, normalize, relative, sep } from 'node:path';

/** A request names something that there is not: told to the client as invalid parameters. */
export class InvalidParams extends Error {
  override readonly name = 'InvalidParams';
}

/** 0-based row and UTF-16 column, and the UTF-16 offset in the text. */
export interface TextPlace {
  readonly row: number;
  readonly col: number;
  readonly utf16Offset: number;
}

const LONE_SURROGATE = /\p{Surrogate}/u;
const CONTINUATION_MASK = 0xc0;
const CONTINUATION = 0x80;

/**
 * @param root absolute; @param folders further absolute folders that belong to the project
 * @returns absolute, normalised
 * @throws InvalidParams for a path in none of them
 */
export function pathIn(root: string, folders: readonly string[], filepath: string): string {
  if (filepath.includes('\0')) throw new InvalidParams('filepath holds a NUL');
  const path = normalize(isAbsolute(filepath) ? filepath : join(root, filepath));
  if ([root, ...folders].some((folder) => isBelow(folder, path))) return path;
  throw new InvalidParams(`filepath is outside of the project: ${filepath}`);
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/**
 * A byte offset into `content` as UTF-8 → the place. Inside a character it rounds down to the character's start.
 * @param byteOffset `undefined`: the middle
 * @throws InvalidParams for an offset behind the end, or text that is no Unicode
 */
export function placeIn(content: string, byteOffset: number | undefined): TextPlace {
  if (LONE_SURROGATE.test(content)) throw new InvalidParams('content holds half of a surrogate pair');
  const bytes = Buffer.from(content, 'utf8');
  let at = byteOffset ?? Math.floor(bytes.length / 2);
  if (at > bytes.length)
    throw new InvalidParams(`cursor_offset ${at} is behind the end: content has ${bytes.length} bytes`);
  while (at > 0 && ((bytes[at] ?? 0) & CONTINUATION_MASK) === CONTINUATION) at--;
  const before = bytes.toString('utf8', 0, at);
  const lineStart = before.lastIndexOf('\n') + 1;
  const row = before.split('\n').length - 1;
  return { row, col: before.length - lineStart, utf16Offset: before.length };
}
