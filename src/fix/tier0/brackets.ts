/** Brackets of single rows: which are left open and which close nothing. Strings and comments are passed over, as far as one row tells. */

/** Opener → closer. */
export const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const OPENERS = new Set(Object.keys(CLOSERS));
const CLOSING = new Set(Object.values(CLOSERS));

export interface RowBrackets {
  /** Closers that are missing, innermost first: `f([$a;` → `]`, `)`. */
  readonly missing: readonly string[];
  /** Columns of closers that close nothing in the row, as UTF-16. */
  readonly surplus: readonly number[];
  /** Where the code ends: before a comment and the blanks there. */
  readonly end: number;
}

const STRING = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`/u.source;
/** Where a line of the language ends as code; `#` begins a comment in some that have another sign for it. */
const COMMENTS: Readonly<Record<string, RegExp>> = {
  '#': /#/u,
  '--': /--/u,
  '//': /\/\/|#(?=\s|$)|\/\*.*?(?:\*\/|$)/u,
};

/** @param lineComment what starts a comment that runs to the end of the line */
export function bracketsIn(line: string, lineComment: string): RowBrackets {
  const open: string[] = [];
  const surplus: number[] = [];
  let end = 0;
  for (const { index, 0: piece } of line.matchAll(piecesWith(lineComment))) {
    if (isRemark(piece, lineComment)) {
      if (!piece.startsWith('/*')) break;
      continue;
    }
    end = index + piece.length;
    if (OPENERS.has(piece)) open.push(piece);
    else if (CLOSING.has(piece)) {
      if (CLOSERS[open.at(-1) ?? ''] === piece) open.pop();
      else surplus.push(index);
    }
  }
  return { missing: open.reverse().map((each) => CLOSERS[each] ?? ''), surplus, end };
}

function piecesWith(lineComment: string): RegExp {
  const comment = COMMENTS[lineComment] ?? /\/\//u;
  return new RegExp(`${STRING}|${comment.source}|\\S`, 'gu');
}

function isRemark(piece: string, lineComment: string): boolean {
  return (
    (piece.length > 1 || lineComment === '#' || piece === '#') &&
    new RegExp(`^(?:${(COMMENTS[lineComment] ?? /\/\//u).source})`, 'u').test(piece)
  );
}
