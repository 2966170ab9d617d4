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
  /** Closers of lists that were never opened in the block that they stand in. */
  readonly loose: readonly Token[];
  /** Starts of the keywords that begin another body of a block that is open already. */
  readonly middles: ReadonlySet<number>;
}

/** What stands in front of a `{` that opens an expression, or a list of names. Behind `=>` it opens a body. */
const BEFORE_EXPRESSION = /(?:[([,?&]|(?<![=!<>])=|\b(?:return|import|export|const|let|var|yield|await))\s*$/;
/** UTF-16 units that are looked at for that: a word and some blanks. */
const LOOK_BACK = 24;

interface PairedFrame extends Frame {
  /** The keyword in front of a `(…)`. */
  readonly header: Token | undefined;
  /** The block that begins behind a `(…)`: a function that has no token behind its parameters. */
  readonly owner: PairedFrame | undefined;
}

/** Takes one token after the other. */
export class Pairing implements Frames {
  frames: PairedFrame[] = [];
  open: PairedFrame[] = [];
  strays: Token[] = [];
  loose: Token[] = [];
  middles = new Set<number>();
  readonly #source: string;
  /** Block to which the next opener of its kind belongs: `elseif … then`. */
  #awaiting: PairedFrame | undefined;
  #last: Token | undefined;
  /** The keyword that `#last` is or whose `(…)` it ends. */
  #header: Token | undefined;

  /** @param source the text that the tokens are from */
  constructor(source: string) {
    this.#source = source;
  }

  /** One that has taken the same tokens. `source` begins with what was read until now. */
  fork(source: string): Pairing {
    const fork = new Pairing(source);
    // What is closed never changes.
    const copies = new Map<PairedFrame | undefined, PairedFrame>();
    for (const frame of this.open) copies.set(frame, { ...frame, owner: copies.get(frame.owner) ?? frame.owner });
    const copied = (frame: PairedFrame): PairedFrame => copies.get(frame) ?? frame;
    fork.frames = this.frames.map(copied);
    fork.open = this.open.map(copied);
    fork.strays = [...this.strays];
    fork.loose = [...this.loose];
    fork.middles = new Set(this.middles);
    fork.#awaiting = copies.get(this.#awaiting);
    fork.#last = this.#last;
    fork.#header = this.#header;
    return fork;
  }

  take(tokens: readonly Token[]): this {
    for (const token of tokens) this.#take(token);
    return this;
  }

  #take(token: Token): void {
    const { rank, side, kind } = token.role;
    let header: Token | undefined;
    if (rank === 'header') header = token;
    else if (rank === 'colon') this.#addColon(token);
    else if (side.startsWith('close')) header = this.#close(token, kind, rank === 'block');
    else if (side === 'middle' || side === 'middle-head') this.#beginBody(token, side === 'middle-head');
    else this.#push(token, rank === 'list' ? 'list' : 'block', kind);
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
    const frame = {
      opener,
      rank: kind === 'brace' && this.#isExpression(opener) ? 'list' : rank,
      kind,
      bodyStart: opener.end,
      isBroken: false,
      header: this.#header && this.#touches(this.#header, opener) ? this.#header : undefined,
      owner: this.#last?.role.side === 'open-head' ? around : undefined,
    };
    this.open.push(frame);
    this.frames.push(frame);
  }

  #isExpression({ start }: Token): boolean {
    return BEFORE_EXPRESSION.test(this.#source.slice(Math.max(0, start - LOOK_BACK), start));
  }

  /** @returns the keyword in front of the opener */
  #close(closer: Token, kind: string, isBlock: boolean): Token | undefined {
    let at = this.open.length - 1;
    // The closer of a list reaches over other lists only, that of a block over everything.
    while (at >= 0 && this.open[at]?.kind !== kind && (isBlock || this.open[at]?.rank === 'list')) at--;
    const frame = this.open[at];
    if (frame?.kind !== kind) {
      (isBlock ? this.strays : this.loose).push(closer);
      return undefined;
    }
    for (const inner of this.open.splice(at).slice(1)) inner.isBroken = true;
    frame.closer = closer;
    if (frame.owner !== undefined) frame.owner.bodyStart = closer.end;
    return frame.header;
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
    if (around?.kind === 'colon' && this.#header.role.side === 'middle') {
      this.middles.add(this.#header.start);
      around.bodyStart = colon.end;
    } else this.#push(colon, 'block', 'colon');
  }

  #touches(left: Token, right: Token): boolean {
    return this.#source.slice(left.end, right.start).trim() === '';
  }
}
