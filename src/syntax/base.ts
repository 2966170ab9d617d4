/** Reads a prefix: everything that is known of it, whatever text follows. Knows how to parse; does not know what is asked. */
import type { Query, Tree } from 'web-tree-sitter';
import { type Frame, type Frames, Pairing } from './frames.ts';
import type { Language } from './language.ts';
import type { Parse } from './parse.ts';
import { cutAgain, cutPiece, type Piece } from './piece.ts';
import { readTokens } from './tokens.ts';
import { unfinishedFrom } from './unfinished.ts';

export interface Base {
  readonly prefix: string;
  /** What is read in place of the prefix. Indices are UTF-16 units in it. */
  readonly front: string;
  /** Where the prefix starts in `front`, or the piece of it; what stands before was put there. */
  readonly start: number;
  /** Closes everything that is open at the cursor: a tree without errors is read again in a fifth of the time. */
  readonly tail: string;
  /** Of front + tail. Whoever reads the base deletes it. */
  readonly tree: Tree;
  /** Of the tokens that end before `settled`: no text changes them. */
  readonly pairing: Pairing;
  readonly settled: number;
  readonly unfinished: number | undefined;
  readonly frames: Frames;
}

export function readBase(language: Language, blocks: Query, parse: Parse, prefix: string): Base {
  const piece = cutPiece(language, prefix);
  const whole = readPiece(language, blocks, parse, prefix, piece);
  const above = lastClosedAbove(whole);
  if (above === undefined) return close(parse, whole);
  whole.tree.delete();
  const again = cutAgain(language, piece, above - whole.start);
  return close(parse, readPiece(language, blocks, parse, prefix, again));
}

function readPiece(language: Language, blocks: Query, parse: Parse, prefix: string, { head, text }: Piece): Base {
  const front = head === '' ? text : `${head}\n${text}`;
  const tree = parse(front);
  const { tokens, quotes } = readTokens(blocks, tree.rootNode, 0);
  const unfinished = unfinishedFrom(language, front, tree.rootNode, quotes);
  const known = tokens.filter(({ start }) => start < (unfinished ?? front.length));
  const settled = Math.min(unfinished ?? front.length, lastWordStart(front));
  const pairing = new Pairing(front).take(known.filter(({ end }) => end <= settled));
  return {
    prefix,
    front,
    start: front.length - text.length,
    tail: '',
    tree,
    pairing,
    settled,
    unfinished,
    frames: pairing.fork(front).take(known.filter(({ end }) => end > settled)),
  };
}

/** Behind the last closer of a block that was opened above the piece. */
function lastClosedAbove({ frames, start }: Base): number | undefined {
  const ends = frames.frames.flatMap(({ opener, closer }) => (opener.start < start && closer ? [closer.end] : []));
  const last = Math.max(...ends, ...frames.strays.map(({ end }) => end));
  return Number.isFinite(last) ? last : undefined;
}

/** The last word may go on in the text. */
function lastWordStart(text: string): number {
  let start = text.length;
  while (start > 0 && text.charCodeAt(start - 1) > 0x20) start--;
  return start;
}

function close(parse: Parse, base: Base): Base {
  const tail = base.unfinished === undefined ? closeAll(base.frames.open) : '';
  if (tail === '') return base;
  const tree = parse(base.front + tail, { tree: base.tree, text: base.front, common: base.front.length });
  base.tree.delete();
  return { ...base, tail, tree };
}

const CLOSERS: Readonly<Record<string, string>> = {
  brace: '}',
  paren: ')',
  bracket: ']',
  end: ' end\n',
  until: ' until a\n',
};

function closeAll(open: readonly Frame[]): string {
  let tail = '';
  for (const [index, { kind, rank }] of [...open.entries()].reverse()) {
    const closer = CLOSERS[kind] ?? '';
    // A statement inside a block ends with the list.
    const endsStatement = rank === 'list' && kind !== 'brace' && open[index - 1]?.kind === 'brace';
    tail += closer + (endsStatement ? ';' : '') + (rank === 'block' ? '\n' : '');
  }
  return tail === '' ? '' : `\n${tail}`;
}
