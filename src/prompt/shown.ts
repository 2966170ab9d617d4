/**
 * Chooses what a prompt shows around its hole. The start of the window stays where it was as long as everything fits, and moves by many lines then, so that
 * prompts further down share a long beginning.
 */
import type { Anchor, Hole } from './anchor.ts';
import { cutWindow } from './window.ts';

/** The text around a hole, and the tokens that there are for it. */
export interface Surroundings {
  readonly prefix: string;
  readonly suffix: string;
  /** `prefix` begins with the first line of the file. */
  readonly startsFile: boolean;
  readonly hole: Hole;
  /** Tokens for what is shown on both sides of the hole. */
  readonly room: number;
  /** Largest shares of that, 0–1. */
  readonly prefixPercentage: number;
  readonly maxSuffixPercentage: number;
  readonly estimate: (text: string) => number;
}

/** A window that begins anew is filled that much, so that its start can stay for a while. */
const FRESH_FILL = 0.75;
/** It begins behind an empty line, if there is one among so many lines. */
const SNAP_LINES = 10;
/** A start is known again by so many UTF-16 units. */
const STRETCH = 200;
/** One that leaves less of what fits than that is given up. */
const LEAST_FILL = 0.5;

/**
 * What is shown around the hole.
 * @param before what the prompt before showed of the same document
 * @param isPlain as much as fits, wherever that begins
 */
export function shownAround(around: Surroundings, before: Anchor | undefined, isPlain: boolean): Anchor {
  const { hole, prefixPercentage, maxSuffixPercentage, estimate } = around;
  const above = around.prefix.slice(0, around.prefix.length - hole.typed.length);
  const below = around.suffix.slice(hole.behind.length);
  const room = Math.max(0, around.room);
  const window = { prefix: above, suffix: below, prefixPercentage, maxSuffixPercentage, estimate };
  const full = cutWindow({ ...window, maxPromptTokens: room });
  const least = above.length - full.prefix.length;
  const start = isPlain || least === 0 ? least : (keptStart(before, above, least) ?? freshStart());
  const head = above.slice(start);
  const left = room - estimate(head);
  const { suffix } =
    start === least
      ? full
      : cutWindow({ ...window, prefix: '', maxPromptTokens: room, prefixPercentage: 0, ...most(left) });
  return {
    head,
    startsFile: around.startsFile && start === 0,
    startsLine: start === 0 || above[start - 1] === '\n',
    suffix,
    endsText: suffix.length === below.length,
  };

  function freshStart(): number {
    const { prefix } = cutWindow({ ...window, suffix: '', maxPromptTokens: room * FRESH_FILL });
    return snapped(above, above.length - prefix.length);
  }

  /** The suffix may have its share of the room, and no more than the prefix has left. */
  function most(tokens: number): { readonly maxSuffixPercentage: number } {
    return { maxSuffixPercentage: room === 0 ? 0 : Math.min(maxSuffixPercentage, Math.max(0, tokens) / room) };
  }
}

/** Where the window before began, if that is still in reach. @param least the earliest start that fits */
function keptStart(before: Anchor | undefined, above: string, least: number): number | undefined {
  if (before === undefined || before.head === '') return undefined;
  // Further down, all of it is there; further up, its beginning is.
  const whole = above.lastIndexOf(before.head);
  const start = whole >= 0 || !before.startsLine ? whole : lineAt(above, before.head.slice(0, STRETCH), least);
  const isEnough = above.length - start >= (above.length - least) * LEAST_FILL;
  return start >= least && isEnough ? start : undefined;
}

/** Where a line begins with `text`, from `least` on; −1 where none does. */
function lineAt(above: string, text: string, least: number): number {
  let start = above.indexOf(text, least);
  while (start > 0 && above[start - 1] !== '\n') start = above.indexOf(text, start + 1);
  return start;
}

/** The next place behind an empty line: declarations begin there. */
function snapped(above: string, start: number): number {
  let at = start;
  for (let line = 0; line < SNAP_LINES; line++) {
    const end = above.indexOf('\n', at);
    if (end < 0) break;
    if (above.slice(at, end).trim() === '') return end + 1;
    at = end + 1;
  }
  return start;
}
