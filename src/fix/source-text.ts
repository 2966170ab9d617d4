/** A text as lines that remember how each of them ends, so that what is not changed stays byte for byte. Pure. */

export interface SourceText {
  /** Without their ends. A line end at the end of the file begins no further line. */
  readonly lines: readonly string[];
  /** Of each line; '' of a last one that has none. */
  readonly ends: readonly string[];
  /** Lines joined by `\n`, as trees and models read it; with a line end at its end where the file has one. */
  readonly text: string;
}

/** Rows [first, last) become `lines`. */
export interface LineEdit {
  /** 0-based. */
  readonly first: number;
  /** Exclusive; as `first` where lines are only put in. */
  readonly last: number;
  /** Without line ends. */
  readonly lines: readonly string[];
}

/** A lone `\r` is a character like any other, as it is for editors. */
export function readSource(content: string): SourceText {
  const lines: string[] = [];
  const ends: string[] = [];
  let from = 0;
  for (const match of content.matchAll(/\r?\n/gu)) {
    lines.push(content.slice(from, match.index));
    ends.push(match[0]);
    from = match.index + match[0].length;
  }
  if (from < content.length || lines.length === 0) {
    lines.push(content.slice(from));
    ends.push('');
  }
  return { lines, ends, text: joined(lines, ends.at(-1) !== '') };
}

function joined(lines: readonly string[], endsLast: boolean): string {
  return lines.join('\n') + (endsLast ? '\n' : '');
}

/**
 * The text after `edits`, which do not overlap and count in the text before. Lines that stay keep their ends; new ones end as their neighbours do,
 * and the file's end stays what it was.
 */
export function applyEdits(source: SourceText, edits: readonly LineEdit[]): SourceText {
  const lines = [...source.lines];
  const ends = [...source.ends];
  const usual = usualEnd(ends);
  const endsLast = ends.at(-1) !== '';
  for (const edit of [...edits].sort((a, b) => b.first - a.first)) {
    const near = ends[edit.first] || ends[edit.first - 1] || usual;
    lines.splice(edit.first, edit.last - edit.first, ...edit.lines);
    ends.splice(edit.first, edit.last - edit.first, ...edit.lines.map(() => near));
  }
  if (lines.length === 0) return { lines: [''], ends: [''], text: '' };
  const closed = ends.map((end, row) => (row < ends.length - 1 ? end || usual : endsLast ? end || usual : ''));
  return { lines, ends: closed, text: joined(lines, endsLast) };
}

/** The file's bytes, as a string. */
export function contentOf({ lines, ends }: SourceText): string {
  return lines.map((line, row) => line + (ends[row] ?? '')).join('');
}

function usualEnd(ends: readonly string[]): string {
  const returns = ends.filter((end) => end === '\r\n').length;
  return returns * 2 > ends.length ? '\r\n' : '\n';
}

/** UTF-16 offset in `source.text` of a place; what lies behind a line's or the text's end is there. */
export function offsetIn({ lines }: SourceText, row: number, col: number): number {
  let offset = 0;
  const last = Math.min(row, lines.length - 1);
  for (let above = 0; above < last; above++) offset += (lines[above]?.length ?? 0) + 1;
  return offset + Math.min(row > last ? Number.POSITIVE_INFINITY : col, lines[last]?.length ?? 0);
}
