/**
 * Makes one prompt after another so that each shares as much of its beginning with the one before as it can. A pure step over a state that the caller
 * keeps: the same state and moment give the same bytes.
 */
import { neutralise } from '../text/neutralise.ts';
import type { Snippet } from '../text/snippet.ts';
import { estimateTokens } from '../text/tokens.ts';
import { type Anchor, type AnchorMode, lineStart, typedSinceAnchor } from './anchor.ts';
import { stopsOf, templateOf } from './assemble.ts';
import { type Family, type Order, specialTokens } from './family.ts';
import { holdSnippets } from './hold.ts';
import { type ContextParts, layOut, NO_CONTEXT } from './layout.ts';
import { fillTemplate, parseTemplate } from './template.ts';
import { cutWindow } from './window.ts';

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

export interface PromptSettings {
  readonly family: Family;
  readonly order: Order | 'auto';
  readonly anchor: AnchorMode;
  readonly maxPromptTokens: number;
  /** Largest shares of the prompt, 0–1. */
  readonly prefixPercentage: number;
  readonly maxSuffixPercentage: number;
  readonly maxContextPercentage: number;
  readonly stop: readonly string[];
  /** False: the text after the cursor is not told. */
  readonly useFileSuffix: boolean;
}

/** What the prompt before was made of. */
export interface PromptState {
  readonly path: string;
  readonly family: string;
  readonly anchor: Anchor;
  readonly context: ContextParts;
}

/** One part of a prompt, for people. */
export interface PromptPart {
  readonly kind: 'snippet' | 'prefix' | 'suffix' | 'typed' | 'format';
  readonly tokens: number;
  readonly text: string;
  readonly snippet?: Snippet;
}

export interface MadePrompt {
  readonly state: PromptState;
  readonly prompt: string;
  readonly stop: readonly string[];
  readonly parts: readonly PromptPart[];
  /** Estimated tokens of all of it. */
  readonly tokens: number;
}

/** What the anchor's block may still grow by, as a share of the prompt, and at most, in tokens: kept free so that typing never moves the window. */
const GROWTH_SHARE = 0.15;
const MOST_GROWTH = 220;
/** The tokens of the format itself are that many, at most; headers of snippets are counted with them. */
const FORMAT_TOKENS = 12;
/** A window that begins anew is filled that much, so that its start can stay for a while. */
const FRESH_FILL = 0.75;

/** Whether an anchor stands: then the context of the prompt before stays as it is, and none need be gathered. */
export function isAnchored(
  state: PromptState | undefined,
  place: PromptPlace,
  { family, anchor }: PromptSettings,
): boolean {
  return standing(state, place, family, anchor) !== undefined;
}

/** Lines above and below the cursor's that a prompt has room for beside its context. */
export function shownLines(
  { prefix, suffix }: PromptPlace,
  settings: PromptSettings,
): readonly [above: number, below: number] {
  const { maxPromptTokens, prefixPercentage, maxSuffixPercentage, family } = settings;
  const window = cutWindow({
    prefix,
    suffix,
    maxPromptTokens: Math.max(0, maxPromptTokens - contextBudget(settings)),
    prefixPercentage,
    maxSuffixPercentage,
    estimate: (text) => estimateTokens(text, family.charsPerToken),
  });
  return [window.prefix.split('\n').length - 1, window.suffix.split('\n').length - 1];
}

/** Tokens that snippets may have together. */
export function contextBudget({ maxPromptTokens, maxContextPercentage }: PromptSettings): number {
  return Math.floor(maxPromptTokens * maxContextPercentage);
}

/**
 * The next prompt.
 * @param context snippets that are the best now; `undefined` where none were gathered, because the anchor stands or there is no project
 */
export function nextPrompt(
  state: PromptState | undefined,
  at: PromptPlace,
  settings: PromptSettings,
  context: ContextParts | undefined,
): MadePrompt {
  const place = settings.useFileSuffix ? at : { ...at, suffix: '' };
  const budget = contextBudget(settings);
  const typed = standing(state, place, settings.family, settings.anchor);
  if (state !== undefined && typed !== undefined) {
    return made({ ...state, context: held(state.context, context, budget) }, typed, settings);
  }
  const before = state?.path === place.path && state.family === settings.family.id ? state : undefined;
  const parts = held(before?.context, context ?? NO_CONTEXT, budget);
  const start = settings.anchor === 'cursor' ? place.prefix.length : lineStart(place.prefix);
  const anchor = newAnchor(before?.anchor, place, start, settings, parts.snippets);
  const next: PromptState = { path: place.path, family: settings.family.id, anchor, context: parts };
  return made(next, place.prefix.slice(start), settings);
}

/** The context of the prompt before, with what is better now. */
function held(before: ContextParts | undefined, now: ContextParts | undefined, budget: number): ContextParts {
  if (now === undefined) return before ?? NO_CONTEXT;
  return { ...now, snippets: holdSnippets(before?.snippets ?? [], now.snippets, budget) };
}

function standing(
  state: PromptState | undefined,
  { path, prefix, suffix }: PromptPlace,
  family: Family,
  mode: AnchorMode,
): string | undefined {
  if (state === undefined || state.path !== path || state.family !== family.id) return undefined;
  return typedSinceAnchor(state.anchor, prefix, suffix, mode);
}

/** What the prompt shows around a new anchor: the window's start stays where it was as long as everything fits. */
function newAnchor(
  before: Anchor | undefined,
  { prefix, suffix, startsFile }: PromptPlace,
  at: number,
  settings: PromptSettings,
  snippets: readonly Snippet[],
): Anchor {
  const { maxPromptTokens, prefixPercentage, maxSuffixPercentage, family } = settings;
  const estimate = (text: string): number => estimateTokens(text, family.charsPerToken);
  const growth = settings.anchor === 'cursor' ? 0 : Math.min(MOST_GROWTH, maxPromptTokens * GROWTH_SHARE);
  const taken = snippets.reduce((sum, { tokens }) => sum + tokens, 0) + FORMAT_TOKENS;
  const typed = estimate(prefix.slice(at));
  const room = Math.max(0, maxPromptTokens - taken - Math.max(growth, typed));
  const cut = (share: number): { readonly prefix: string; readonly suffix: string } =>
    cutWindow({
      prefix: prefix.slice(0, at),
      suffix,
      maxPromptTokens: room * share,
      prefixPercentage,
      maxSuffixPercentage,
      estimate,
    });
  const full = cut(1);
  const start = at - full.prefix.length;
  const kept = keptStart(before, prefix, at, start);
  const isWhole = start === 0;
  const head = isWhole ? full.prefix : kept === undefined ? cut(FRESH_FILL).prefix : prefix.slice(kept, at);
  return { head, suffix, shownSuffix: full.suffix, startsFile: startsFile && head.length === at };
}

/** Where the window before began, if that is still in reach. @param least the earliest start that fits */
function keptStart(before: Anchor | undefined, prefix: string, at: number, least: number): number | undefined {
  const first = before?.head.slice(0, STRETCH) ?? '';
  if (first === '') return undefined;
  const start = prefix.indexOf(first, least);
  const isLine = start === 0 || prefix[start - 1] === '\n';
  return start < 0 || start >= at || !isLine ? undefined : start;
}

/** A start is known again by so many UTF-16 units. */
const STRETCH = 200;

function made(state: PromptState, typed: string, settings: PromptSettings): MadePrompt {
  const { family, order, stop } = settings;
  const tokens = specialTokens(family);
  const clean = (text: string): string => neutralise(text, tokens);
  const { head, shownSuffix, startsFile } = state.anchor;
  const layout = layOut(family, state.context, head, startsFile);
  const before = prefixWith(layout.inPrefix, clean(head), layout.behindTag);
  const template = templateOf(family, order);
  // Where the template ends with a token the hole begins there; else the prefix does, and typing appends to it anyway.
  const endsWithToken = 'literal' in (parseTemplate(template).at(-1) ?? { slot: 'prefix' });
  const fill = (prefix: string): string => fillTemplate(template, { prefix, suffix: clean(shownSuffix) });
  const body = endsWithToken ? fill(before) + clean(typed) : fill(before + clean(typed));
  const prompt = layout.front + body;
  const estimate = (text: string): number => estimateTokens(text, family.charsPerToken);
  return {
    state,
    prompt,
    stop: stopsOf(family, stop),
    tokens: estimate(prompt),
    parts: [
      ...state.context.snippets.map((snippet) => ({
        kind: 'snippet' as const,
        tokens: snippet.tokens,
        text: snippet.text,
        snippet,
      })),
      { kind: 'prefix', tokens: estimate(head), text: head },
      { kind: 'suffix', tokens: estimate(shownSuffix), text: shownSuffix },
      { kind: 'typed', tokens: estimate(typed), text: typed },
    ],
  };
}

function prefixWith(context: string, head: string, behindTag: boolean): string {
  if (!behindTag) return context + head;
  const end = head.indexOf('\n') + 1;
  // On the first line there is no place for it yet.
  return end === 0 ? head : head.slice(0, end) + context + head.slice(end);
}
