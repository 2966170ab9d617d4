/**
 * Makes one prompt after another so that each shares as much of its beginning with the one before as it can. A pure step over a state that the caller
 * keeps: the same state and moment give the same bytes.
 */
import { countLineEnds } from '../text/lines.ts';
import { neutralise } from '../text/neutralise.ts';
import { estimateTokens } from '../text/tokens.ts';
import { type Anchor, type Hole, holeAt, newHole } from './anchor.ts';
import { assemblePrompt, templateOf } from './assemble.ts';
import { type BudgetSettings, contextBudget, holeRoom, layoutBudget } from './budget.ts';
import { fitting, nextContext } from './context.ts';
import { type Order, specialTokens } from './family.ts';
import { isInPlace, membersNote, type Note, withNote } from './inline.ts';
import { type ContextParts, laidOut, layOut, NO_CONTEXT } from './layout.ts';
import { type PromptPart, partsOf, type Shown } from './parts.ts';
import { shownAround } from './shown.ts';
import { fillTemplate } from './template.ts';
import { cutWindow } from './window.ts';

export { contextBudget } from './budget.ts';
export type { PromptPart } from './parts.ts';

/** The place that a prompt is wanted for. */
export interface PromptPlace {
  /** What tells documents apart. */
  readonly path: string;
  /** From a line start on. */
  readonly prefix: string;
  readonly suffix: string;
  /** Whether `prefix` begins with the first line of the file. */
  readonly startsFile: boolean;
}

export interface PromptSettings extends BudgetSettings {
  readonly order: Order | 'auto';
  /** Largest shares of the window, 0–1. */
  readonly prefixPercentage: number;
  readonly maxSuffixPercentage: number;
  readonly stop: readonly string[];
  /** False: the text after the cursor is not told. */
  readonly useFileSuffix: boolean;
}

/** What the prompt before was made of. */
export interface PromptState {
  readonly path: string;
  readonly settings: PromptSettings;
  readonly anchor: Anchor;
  readonly context: ContextParts;
  /** Tokens for what is typed into the hole. */
  readonly room: number;
  /** Members of the object before the arrow, as a comment in the hole. */
  readonly note?: Note;
}

export interface MadePrompt {
  readonly state: PromptState;
  readonly prompt: string;
  readonly stop: readonly string[];
  readonly shown: Shown;
  /** The same with what each part costs. */
  readonly parts: readonly PromptPart[];
  /** Estimated tokens of all of it. */
  readonly tokens: number;
}

/** Tokens; for the errors of adding up fractions. */
const ROUNDING = 0.01;

/** Whether an anchor stands: then the context of the prompt before stays as it is, and none need be gathered but for a new arrow. */
export function isAnchored(state: PromptState | undefined, place: PromptPlace, settings: PromptSettings): boolean {
  return standing(state, told(place, settings), settings) !== undefined;
}

/** Lines above and below the cursor's that a prompt has room for beside its context. */
export function shownLines(
  { prefix, suffix }: PromptPlace,
  settings: PromptSettings,
): readonly [above: number, below: number] {
  const { maxPromptTokens, prefixPercentage, maxSuffixPercentage } = settings;
  const window = cutWindow({
    prefix,
    suffix,
    maxPromptTokens: Math.max(0, maxPromptTokens - contextBudget(settings)),
    prefixPercentage,
    maxSuffixPercentage,
    estimate: estimator(settings),
  });
  return [countLineEnds(window.prefix), countLineEnds(window.suffix)];
}

/**
 * The next prompt.
 * @param context snippets that are the best now, or the members behind a new arrow where an anchor stands; `undefined` where none were gathered
 */
export function nextPrompt(
  state: PromptState | undefined,
  at: PromptPlace,
  settings: PromptSettings,
  context: ContextParts | undefined,
): MadePrompt {
  const place = told(at, settings);
  const estimate = estimator(settings);
  const hole = standing(state, place, settings);
  const note = context && hole && membersNote(context, hole, place.prefix, settings, estimate);
  if (state === undefined || hole === undefined) return made(...anchoredAnew(state, place, settings, context));
  if (note !== undefined && !hasOthers(context)) return made(noted({ ...state, note }, hole), hole);
  if (context === undefined || context.snippets.length === 0) return made(noted(state, hole), hole);
  if (context.snippets.every((snippet) => isHeld(state, snippet))) return made(noted(state, hole), hole);
  // What has come into the context needs room, and what stands behind it is read again anyway.
  return made(anchored(state, place, settings, context, { hole, isStanding: true }), hole);
}

/** The state with an anchor where the cursor's line begins, and what stands in its hole. */
function anchoredAnew(
  state: PromptState | undefined,
  place: PromptPlace,
  settings: PromptSettings,
  context: ContextParts | undefined,
): readonly [PromptState, Hole] {
  const before = state !== undefined && hasSameShape(state.settings, settings) ? state : undefined;
  const known = before?.path === place.path ? before.anchor : undefined;
  const hole = newHole(place.prefix, place.suffix, settings.anchor, known);
  const next = anchored(before, place, settings, context, { hole, isStanding: false });
  if (estimator(settings)(hole.typed) <= next.room) return [next, hole];
  // The line alone is more than the prompt may be: it is cut within.
  const end = { ...hole, typed: '' };
  return [anchored(before, place, settings, context, { hole: end, isStanding: false }), end];
}

/** The state with an anchor where the hole begins. */
function anchored(
  before: PromptState | undefined,
  place: PromptPlace,
  settings: PromptSettings,
  context: ContextParts | undefined,
  { hole, isStanding }: { readonly hole: Hole; readonly isStanding: boolean },
): PromptState {
  const { family, order, anchor: mode, maxPromptTokens, prefixPercentage, maxSuffixPercentage } = settings;
  const estimate = estimator(settings);
  const note = context && membersNote(context, hole, place.prefix, settings, estimate);
  const fresh = note === undefined ? context : withoutMembers(context);
  const above = place.prefix.slice(0, place.prefix.length - hole.typed.length);
  const choice = { path: place.path, above, fresh, isStanding, budget: contextBudget(settings) };
  const costOf = (parts: ContextParts): number => estimate(laidOut(family, parts));
  const room =
    maxPromptTokens - ROUNDING - estimate(fillTemplate(templateOf(family, order), { prefix: '', suffix: '' }));
  const most = Math.min(layoutBudget(settings), isStanding ? room - estimate(hole.typed) : room);
  const [shown, cost] = fitting(nextContext(before, choice), costOf, most);
  const free = room - cost;
  const kept = Math.max(holeRoom(settings), estimate(withNote(hole.typed, note)));
  const anchor = shownAround(
    { ...place, hole, room: free - kept, prefixPercentage, maxSuffixPercentage, estimate },
    before?.path === place.path ? before.anchor : undefined,
    mode === 'cursor',
  );
  const left = free - estimate(anchor.head) - estimate(anchor.suffix);
  const state = { path: place.path, settings, anchor, context: shown, room: left };
  return noted(note === undefined ? state : { ...state, note }, hole);
}

function standing(state: PromptState | undefined, place: PromptPlace, settings: PromptSettings): Hole | undefined {
  if (state === undefined || state.path !== place.path || !hasSameShape(state.settings, settings)) return undefined;
  const hole = holeAt(state.anchor, place.prefix, place.suffix, settings.anchor);
  return hole !== undefined && estimator(settings)(hole.typed) <= state.room ? hole : undefined;
}

function made(state: PromptState, hole: Hole): MadePrompt {
  const { settings, anchor, context, note } = state;
  const { family, order, stop } = settings;
  const { head, suffix, startsFile } = anchor;
  const typed = withNote(hole.typed, note);
  const { prompt, stop: stops } = assemblePrompt({
    family,
    order,
    prefix: head,
    suffix,
    typed,
    context,
    startsFile,
    stop,
  });
  // Comments have no place in some texts.
  const isShown = layOut(family, context, head, startsFile).hasSnippets;
  const shown = { context: isShown ? context : NO_CONTEXT, anchor, hole, note };
  const estimate = estimator(settings);
  return {
    state,
    prompt,
    stop: stops,
    shown,
    // Few ask what it costs.
    get tokens() {
      return estimate(prompt);
    },
    get parts() {
      return partsOf(shown, this.tokens, estimate);
    },
  };
}

/** With the note, as long as it belongs to what stands in the hole and there is room for it. */
function noted({ note, ...state }: PromptState, { typed }: Hole): PromptState {
  if (note === undefined || !isInPlace(note, typed)) return state;
  return estimator(state.settings)(withNote(typed, note)) <= state.room ? { ...state, note } : state;
}

function hasOthers(context: ContextParts | undefined): boolean {
  return context?.snippets.some(({ source }) => source !== 'members') === true;
}

/** Members of the same type are in the prompt: behind the next arrow they are as good. */
function isHeld({ context }: PromptState, { id, source }: ContextParts['snippets'][number]): boolean {
  return source === 'members' && context.snippets.some((held) => held.id === id);
}

function withoutMembers(context: ContextParts | undefined): ContextParts | undefined {
  return context && { ...context, snippets: context.snippets.filter(({ source }) => source !== 'members') };
}

function told(place: PromptPlace, { useFileSuffix }: PromptSettings): PromptPlace {
  return useFileSuffix ? place : { ...place, suffix: '' };
}

function estimator({ family }: PromptSettings): (text: string) => number {
  const tokens = specialTokens(family);
  // Broken tokens are longer than they were.
  return (text) => estimateTokens(neutralise(text, tokens), family.charsPerToken);
}

/** Whether prompts of both settings can share anything. */
function hasSameShape(one: PromptSettings, other: PromptSettings): boolean {
  return (
    one.family.id === other.family.id &&
    one.order === other.order &&
    one.anchor === other.anchor &&
    one.members === other.members &&
    one.maxPromptTokens === other.maxPromptTokens &&
    one.prefixPercentage === other.prefixPercentage &&
    one.maxSuffixPercentage === other.maxSuffixPercentage &&
    one.maxContextPercentage === other.maxContextPercentage &&
    one.useFileSuffix === other.useFileSuffix
  );
}
