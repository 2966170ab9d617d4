/** Arithmetic on an array of lines, as the buffer mirror keeps it. Holds no state and never joins more than it was asked for. */
import { characterStart, type Row, type Utf16Column } from './offset.ts';

/**
 * More new lines than this are not spread into the arguments of `splice`: a call has a limit (near 120,000 in V8), and the stack is
 * shared with whoever calls.
 */
const MOST_SPREAD_LINES = 8192;

/**
 * Replaces lines in place as `nvim_buf_lines_event` means it (`:help api-buffer-updates`): `first` 0-based, `last` exclusive, −1 for
 * the end. What Neovim calls an empty buffer has one empty line, here too.
 * @throws RangeError when the lines to replace are not there: the mirror is stale, resync.
 */
export function applyLines(lines: string[], first: number, last: number, replacement: readonly string[]): void {
  const end = last === -1 ? lines.length : last;
  if (!(first >= 0 && first <= end && end <= lines.length)) {
    throw new RangeError(`lines ${first} to ${last} of ${lines.length}`);
  }
  // The lines that stay in number are overwritten: nothing after them moves. A key press changes one line and ends here.
  const common = Math.min(end - first, replacement.length);
  for (let index = 0; index < common; index += 1) lines[first + index] = replacement[index] ?? '';
  if (end - first > common) lines.splice(first + common, end - first - common);
  else if (replacement.length > common) insert(lines, first + common, replacement.slice(common));
  if (lines.length === 0) lines.push('');
}

function insert(lines: string[], at: number, added: readonly string[]): void {
  if (added.length <= MOST_SPREAD_LINES) {
    lines.splice(at, 0, ...added);
    return;
  }
  const below = lines.slice(at);
  lines.length = at;
  for (const line of added) lines.push(line);
  for (const line of below) lines.push(line);
}

/**
 * The text before a place, joined by `\n`: whole lines above as long as they fit into `maxChars` UTF-16 units, and the line's own
 * part. Where that part alone is longer, only its end: the one case in which the result does not begin at a line start.
 * @throws RangeError when there is no such place.
 */
export function joinBefore(lines: readonly string[], row: Row, utf16Col: Utf16Column, maxChars: number): string {
  const own = lineAt(lines, row, utf16Col).slice(0, utf16Col);
  if (own.length > maxChars) return lastUnits(own, maxChars);
  let start: number = row;
  for (let room = maxChars - own.length; start > 0; start -= 1) {
    room -= (lines[start - 1]?.length ?? 0) + 1;
    if (room < 0) break;
  }
  return [...lines.slice(start, row), own].join('\n');
}

/**
 * The text after a place, joined by `\n`: the rest of the line, and whole lines below as long as they fit into `maxChars` UTF-16
 * units. Where the rest alone is longer, only its beginning.
 * @throws RangeError when there is no such place.
 */
export function joinAfter(lines: readonly string[], row: Row, utf16Col: Utf16Column, maxChars: number): string {
  const own = lineAt(lines, row, utf16Col).slice(utf16Col);
  if (own.length > maxChars) return own.slice(0, characterStart(own, maxChars));
  let end = row + 1;
  for (let room = maxChars - own.length; end < lines.length; end += 1) {
    room -= (lines[end]?.length ?? 0) + 1;
    if (room < 0) break;
  }
  return [own, ...lines.slice(row + 1, end)].join('\n');
}

function lineAt(lines: readonly string[], row: Row, utf16Col: Utf16Column): string {
  const line = lines[row];
  if (line === undefined) throw new RangeError(`row ${row} of ${lines.length}`);
  if (utf16Col > line.length) throw new RangeError(`UTF-16 column ${utf16Col} in a line of ${line.length} units`);
  return line;
}

/** At most `count` units from the end, without half a surrogate pair at the cut. */
function lastUnits(text: string, count: number): string {
  const cut = text.length - count;
  return text.slice(characterStart(text, cut) === cut ? cut : cut + 1);
}

/** Line ends (`\n`) in a text. */
export function countLineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** 0-based row and UTF-16 column → UTF-16 offset in the lines joined by `\n`. */
export function offsetOf(lines: readonly string[], row: number, col: number): number {
  let offset = col;
  for (let above = 0; above < row; above++) offset += (lines[above]?.length ?? 0) + 1;
  return offset;
}
