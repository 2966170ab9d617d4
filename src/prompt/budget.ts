/** How the tokens of a prompt are shared out between other places, what is being typed, and the text around it. Counts nothing. */
import type { AnchorMode } from './anchor.ts';
import type { Family } from './family.ts';

export interface BudgetSettings {
  readonly family: Family;
  readonly anchor: AnchorMode;
  /** Where members of the object before the arrow stand: last in the context, or in a comment above the cursor's line. */
  readonly members?: 'context' | 'inline';
  readonly maxPromptTokens: number;
  /** Largest share of the prompt for other places, 0–1. */
  readonly maxContextPercentage: number;
}

/** What the hole may grow by before the window must move: some ten lines. A block that is longer is anchored anew. */
const GROWTH_SHARE = 0.1;
const MOST_GROWTH = 200;
/** Of the context's tokens, for members in a comment. */
const NOTE_SHARE = 0.3;
const MOST_NOTE = 300;
/** What snippets cost as comments ÷ what they say of themselves. */
const COMMENT_MARKS = 1.15;
/** The repository's name, and the header of the current file. */
const HEADERS = 24;
/** Headers get no more than that share of what is not the context's. */
const HEADERS_OF_REST = 0.3;

export function isInline({ anchor, members }: Pick<BudgetSettings, 'anchor' | 'members'>): boolean {
  return members === 'inline' && anchor !== 'cursor';
}

/** Tokens that snippets may have together, as they count themselves. */
export function contextBudget(settings: BudgetSettings): number {
  const { kind, file } = settings.family.context;
  return Math.floor(laidOutShare(settings) / (kind === 'comment' || file === '' ? COMMENT_MARKS : 1));
}

/** Tokens that they may have with all that comes with them. */
export function layoutBudget(settings: BudgetSettings): number {
  const share = laidOutShare(settings);
  return share === 0 ? 0 : share + Math.min(HEADERS, (settings.maxPromptTokens - share) * HEADERS_OF_REST);
}

/** Tokens that are kept free for a comment in the hole. */
export function noteRoom(settings: BudgetSettings): number {
  return isInline(settings) ? Math.min(MOST_NOTE, contextShare(settings) * NOTE_SHARE) : 0;
}

/** Tokens that are kept free for what will be typed into the hole, and for a comment in it. */
export function holeRoom(settings: BudgetSettings): number {
  if (settings.anchor === 'cursor') return 0;
  return Math.min(MOST_GROWTH, settings.maxPromptTokens * GROWTH_SHARE) + noteRoom(settings);
}

function laidOutShare(settings: BudgetSettings): number {
  return contextShare(settings) - noteRoom(settings);
}

function contextShare({ maxPromptTokens, maxContextPercentage }: BudgetSettings): number {
  return maxPromptTokens * maxContextPercentage;
}
