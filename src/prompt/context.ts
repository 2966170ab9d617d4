/** Decides which snippets a prompt shows: those of the prompt before, as far as they are still worth it, and what is new. Lays nothing out. Pure. */
import { holdSnippets, NO_MARGIN, WIDE_MARGIN } from './hold.ts';
import { type ContextParts, NO_CONTEXT } from './layout.ts';

/** What a prompt before has shown. */
export interface ShownBefore {
  readonly path: string;
  readonly context: ContextParts;
  readonly anchor: { readonly head: string };
}

/** What is to be decided. */
export interface ContextChoice {
  /** Path of the document. */
  readonly path: string;
  /** The text before the hole. */
  readonly above: string;
  /** What is the best now; `undefined`: nobody was asked, or nobody has answered in time. */
  readonly fresh: ContextParts | undefined;
  /** The anchor stands: nothing leaves but for members behind another arrow. */
  readonly isStanding: boolean;
  /** Tokens that snippets may have together. */
  readonly budget: number;
}

/** Lines between two places that want much the same context. */
const NEAR_LINES = 40;
/** A place is known again by so many UTF-16 units before it. */
const STRETCH = 200;

/** The context of the next prompt. */
export function nextContext(before: ShownBefore | undefined, choice: ContextChoice): ContextParts {
  const { path, above, fresh, isStanding, budget } = choice;
  const isSameFile = before?.path === path;
  if (fresh === undefined) return isSameFile ? before.context : NO_CONTEXT;
  const known = before?.context.snippets ?? [];
  // In another file, only what is the same again keeps its place.
  const held = isSameFile
    ? known
    : known.filter((snippet) => fresh.snippets.some(({ id, text }) => id === snippet.id && text === snippet.text));
  if (isStanding && fresh.snippets.every(({ source }) => source === 'members')) return withMembers(held, fresh);
  const margin = isSameFile && (isStanding || isNear(before.anchor.head, above)) ? WIDE_MARGIN : NO_MARGIN;
  const snippets = holdSnippets(held, fresh.snippets, { budget, margin, cost: ({ tokens }) => tokens });
  return { ...fresh, snippets };
}

/**
 * The context without the last snippets, if it costs too much with them: what stands before them need not be read again. Members stay for longest.
 * @param costOf tokens of all of it, as it is laid out; @param most what it may cost
 * @returns what is left, and what that costs
 */
export function fitting(
  context: ContextParts,
  costOf: (context: ContextParts) => number,
  most: number,
): readonly [shown: ContextParts, cost: number] {
  let parts = context;
  let cost = costOf(parts);
  while (parts.snippets.length > 0 && cost > most) {
    const last = parts.snippets.findLastIndex(({ source }) => source !== 'members');
    const leaving = last < 0 ? parts.snippets.length - 1 : last;
    parts = { ...parts, snippets: parts.snippets.filter((_, at) => at !== leaving) };
    cost = costOf(parts);
  }
  return [parts, cost];
}

/** Members behind another arrow take the place of those before; where the type is the same, so are the bytes. */
function withMembers(held: ContextParts['snippets'], fresh: ContextParts): ContextParts {
  const members = fresh.snippets.map((snippet) => held.find(({ id }) => id === snippet.id) ?? snippet);
  return { ...fresh, snippets: [...held.filter(({ source }) => source !== 'members'), ...members] };
}

/** Whether only a few lines lie between the ends of two texts. */
function isNear(one: string, other: string): boolean {
  return isShortly(one, other) || isShortly(other, one);
}

function isShortly(before: string, behind: string): boolean {
  const tail = before.slice(-STRETCH);
  const at = behind.lastIndexOf(tail);
  return at >= 0 && behind.slice(at + tail.length).split('\n').length <= NEAR_LINES;
}
