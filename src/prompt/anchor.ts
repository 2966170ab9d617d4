/**
 * The anchored middle: the hole of a prompt begins at an anchor, and what was typed since stands behind the middle token, so that typing only appends.
 * Decides whether an anchor still stands, and where a new one is. Pure.
 *
 *     shown before   head ┃ typed │ behind ┃ suffix   shown after
 *                       anchor  cursor
 *
 * `behind` are closers that the editor has put there since, and that one types over: they are left to the model, which says them anyway, and whoever draws its
 * text lays it around them. If the prompt showed them, each pair of brackets would change it twice. What stood there before is shown.
 */

/** `line`: the anchor is the start of a line. `block`: it stays while a few lines are typed. `cursor`: there is none. */
export type AnchorMode = 'line' | 'block' | 'cursor';

/** What a prompt shows around its hole. */
export interface Anchor {
  /** The text before the anchor. */
  readonly head: string;
  /** `head` begins with the first line of the file. */
  readonly startsFile: boolean;
  /** `head` begins with a whole line. */
  readonly startsLine: boolean;
  /** The text after the hole, as far as it is shown. */
  readonly suffix: string;
  /** Nothing more was known to come after `suffix`. */
  readonly endsText: boolean;
}

/** What stands in the hole. */
export interface Hole {
  /** Before the cursor. */
  readonly typed: string;
  /** After it. */
  readonly behind: string;
}

/** A block that is longer is anchored anew: what is read again grows with it (DESIGN.md §5). */
const MOST_LINES = 12;
const MOST_CHARS = 600;
/** Closers with the indentation of a bracket that was paired over a line break, in UTF-16 units. */
const MOST_BEHIND = 80;
const BEHIND = /[\s)\]}'"`;,]/u;
/** Blank lines alone are nothing that an editor pairs: the user has made them. */
const CLOSER = /[)\]}'"`]/u;

/**
 * What stands in the hole by now; `undefined` where the anchor does not stand any more: the cursor has left its line or block, that has grown too long, or
 * what is shown around it has changed.
 * @param prefix text before the cursor; @param suffix text after it
 */
export function holeAt(anchor: Anchor, prefix: string, suffix: string, mode: AnchorMode): Hole | undefined {
  if (mode === 'cursor') return undefined;
  const behind = behindCursor(anchor, suffix);
  const at = behind === undefined ? undefined : endOfHead(anchor, prefix);
  if (behind === undefined || at === undefined) return undefined;
  const typed = prefix.slice(at);
  return isShort(typed, mode) ? { typed, behind } : undefined;
}

/**
 * The hole around a cursor that no anchor stands for: from the start of its line on, or from the cursor where that line is very long.
 * @param before the anchor of the prompt before in the same document: it tells which closers on the cursor's line were paired meanwhile
 */
export function newHole(prefix: string, suffix: string, mode: AnchorMode, before?: Anchor): Hole {
  if (mode === 'cursor') return { typed: '', behind: '' };
  const typed = prefix.slice(prefix.lastIndexOf('\n') + 1);
  const [behind = ''] = (before === undefined ? '' : (behindCursor(before, suffix) ?? '')).split('\n');
  return { typed: typed.length > MOST_CHARS ? '' : typed, behind };
}

function isShort(typed: string, mode: 'line' | 'block'): boolean {
  if (typed.length > MOST_CHARS) return false;
  const lines = typed.split('\n').length;
  return mode === 'line' ? lines === 1 : lines <= MOST_LINES;
}

/** Index behind the anchor's head. The text before the cursor may begin elsewhere by now, as it is cut to a length. */
function endOfHead({ head, startsFile, startsLine }: Anchor, prefix: string): number | undefined {
  if (startsFile) return prefix.startsWith(head) ? head.length : undefined;
  if (head === '') return undefined;
  // The nearest place: the same lines may stand further up as well.
  let at = prefix.lastIndexOf(head);
  while (at > 0 && startsLine && prefix[at - 1] !== '\n') at = prefix.lastIndexOf(head, at - 1);
  return at < 0 ? undefined : at + head.length;
}

/** The closers between the cursor and what is shown after the hole. */
function behindCursor({ suffix: shown, endsText }: Anchor, suffix: string): string | undefined {
  for (let at = 0; at <= MOST_BEHIND && at <= suffix.length; at++) {
    const isAll = suffix.length - at === shown.length;
    if ((isAll || !endsText) && suffix.startsWith(shown, at)) {
      const behind = suffix.slice(0, at);
      return behind === '' || CLOSER.test(behind) ? behind : undefined;
    }
    if (!BEHIND.test(suffix[at] ?? '')) return undefined;
  }
  return undefined;
}
