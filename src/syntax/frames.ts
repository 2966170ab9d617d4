/**
 * Pairs the tokens that open and close something. Works on broken code: what is never closed, or closed without having been
 * opened, spoils nothing around it. Knows no language and no tree.
 */
import type { Token } from './tokens.ts';

/** What stands between an opener and its closer. */
export interface Frame {
  readonly opener: Token;
  /** `list`: an expression, or an argument list. */
  readonly rank: 'block' | 'list';
  readonly kind: string;
  /** Behind what opened the body that was begun last: behind `else` in Lua, behind the parameters of its functions. UTF-16 index. */
  bodyStart: number;
  /** undefined: not closed in this text. */
  closer?: Token;
  /** It will never be closed, as the block around it was. */
  isBroken: boolean;
}

export interface Frames {
  /** In the order in which they open. */
  readonly frames: readonly Frame[];
  /** Those that are open at the end, the innermost last. */
  readonly open: readonly Frame[];
  /** Closers of blocks that were never opened. */
  readonly strays: readonly Token[];
  /** Starts of the keywords that begin another body of a block that is open already. */
  readonly middles: ReadonlySet<number>;
}

/** What stands in front of a `{` that opens an expression, or a list of names. Behind `=>` it opens a body. */
const BEFORE_EXPRESSION = /(?:[([,?&]|(?<![=!<>])=|\b(?:return|import|export|const|let|var|yield|await))\s*$/;
/** UTF-16 units that are looked at for that: a word and some blanks. */
const LOOK_BACK = 24;

/** @param source the text that the tokens are from */
export function pair(source: string, tokens: readonly Token[]): Frames {
  const pairing = new Pairing(source);
  for (const token of tokens) pairing.add(token);
  return pairing;
}

class Pairing implements Frames {
  readonly frames: Frame[] = [];
  readonly open: Frame[] = [];
  readonly strays: Token[] = [];
  readonly middles = new Set<number>();
  readonly #source: string;
  /** Block to which the next opener of its kind belongs: `elseif … then`. */
  #awaiting: Frame | undefined;
  #last: Token | undefined;
  /** Keywords in front of a `(…)`. */
  readonly #headers = new Map<Frame, Token>();
  /** Blocks that begin behind a `(…)`: functions that have no token behind their parameters. */
  readonly #parameters = new Map<Frame, Frame>();
  /** The keyword that `#last` is or whose `(…)` it ends. */
  #header: Token | undefined;

  constructor(source: string) {
    this.#source = source;
  }

  add(token: Token): void {
    const [rank, side, kind] = token.role.split('.');
    let header: Token | undefined;
    if (rank === 'header') header = token;
    else if (rank === 'colon') this.#addColon(token);
    else if (side === 'close') header = this.#close(token, kind ?? '', rank === 'block');
    else if (side?.startsWith('middle')) this.#beginBody(token, side === 'middle-head');
    else this.#push(token, rank === 'list' ? 'list' : 'block', kind ?? '');
    this.#header = header;
    this.#last = token;
  }

  #push(opener: Token, rank: Frame['rank'], kind: string): void {
    const around = this.open.at(-1);
    if (around && around === this.#awaiting && around.kind === kind) {
      around.bodyStart = opener.end;
      this.#awaiting = undefined;
      return;
    }
    const isExpression =
      kind === 'brace' &&
      BEFORE_EXPRESSION.test(this.#source.slice(Math.max(0, opener.start - LOOK_BACK), opener.start));
    const frame: Frame = { opener, rank: isExpression ? 'list' : rank, kind, bodyStart: opener.end, isBroken: false };
    if (this.#header !== undefined && this.#touches(this.#header, opener)) this.#headers.set(frame, this.#header);
    if (around && this.#last?.role.startsWith('block.open-head')) this.#parameters.set(frame, around);
    this.open.push(frame);
    this.frames.push(frame);
  }

  /** @returns the keyword in front of the opener */
  #close(closer: Token, kind: string, isBlock: boolean): Token | undefined {
    let at = this.open.length - 1;
    // The closer of a list reaches over other lists only, that of a block over everything.
    while (at >= 0 && this.open[at]?.kind !== kind && (isBlock || this.open[at]?.rank === 'list')) at--;
    const frame = this.open[at];
    if (frame?.kind !== kind) {
      if (isBlock) this.strays.push(closer);
      return undefined;
    }
    for (const inner of this.open.splice(at).slice(1)) inner.isBroken = true;
    frame.closer = closer;
    const ofFunction = this.#parameters.get(frame);
    if (ofFunction !== undefined) ofFunction.bodyStart = closer.end;
    return this.#headers.get(frame);
  }

  #beginBody(token: Token, isHead: boolean): void {
    const around = this.open.findLast(({ rank }) => rank === 'block');
    if (around === undefined) return;
    this.middles.add(token.start);
    around.bodyStart = token.end;
    this.#awaiting = isHead ? around : undefined;
  }

  /** `if (…):`, `else:` */
  #addColon(colon: Token): void {
    if (this.#header === undefined || this.#last === undefined || !this.#touches(this.#last, colon)) return;
    const around = this.open.at(-1);
    const isMiddle = around?.kind === 'colon' && this.#header.role === 'header.middle';
    if (isMiddle) {
      this.middles.add(this.#header.start);
      around.bodyStart = colon.end;
    } else this.#push(colon, 'block', 'colon');
  }

  #touches(left: Token, right: Token): boolean {
    return this.#source.slice(left.end, right.start).trim() === '';
  }
}
