/** Replays recordings, makes the prompt for each key, and compares it with the one before. Sends nothing by itself. */
import type { Family, Order } from '../../src/prompt/family.ts';
import { isAnchored, type MadePrompt, nextPrompt, type PromptSettings } from '../../src/prompt/keeper.ts';
import type { ContextParts } from '../../src/prompt/layout.ts';
import { type KeyKind, keysOf, RECORDINGS } from './recordings.ts';

/** A shape of prompts. */
export interface Shape {
  readonly family: Family;
  readonly order: Order;
  readonly anchor: PromptSettings['anchor'];
}

/** What a server says of one prompt. */
export interface Served {
  /** Tokens that it has read, and that it knew already. */
  readonly processed: number;
  readonly cached: number;
  readonly ms: number;
}

export interface Replay {
  readonly tokens: (text: string) => number;
  /** What a project says at each place; asked for as the engine asks for it, when an anchor is set. */
  readonly context?: ContextParts;
  /** Sends each prompt. */
  readonly send?: (prompt: string) => Promise<Served>;
}

interface Counted {
  tokens: number;
  shared: number;
}

export interface Outcome {
  readonly byKind: ReadonlyMap<KeyKind, Counted>;
  readonly keys: number;
  readonly served: readonly Served[];
}

/** The defaults of the options. */
export const USUAL_SETTINGS: Omit<PromptSettings, 'family' | 'order' | 'anchor'> = {
  maxPromptTokens: 1024,
  prefixPercentage: 0.85,
  maxSuffixPercentage: 0.25,
  maxContextPercentage: 0.5,
  useFileSuffix: true,
  stop: [],
};

export async function replay(shape: Shape, { tokens, context, send }: Replay): Promise<Outcome> {
  const byKind = new Map<KeyKind, Counted>();
  const served: Served[] = [];
  const settings = { ...USUAL_SETTINGS, ...shape };
  let keys = 0;
  for (const recording of RECORDINGS) {
    let made: MadePrompt | undefined;
    for (const { kind, prefix, suffix } of keysOf(recording)) {
      const before = made?.prompt;
      const place = { path: recording.path, prefix, suffix, startsFile: true };
      const isKnown = isAnchored(made?.state, place, settings);
      made = nextPrompt(made?.state, place, settings, isKnown ? undefined : context);
      if (send !== undefined) served.push(await send(made.prompt));
      // Nothing comes before the first.
      if (before === undefined) continue;
      const counted = byKind.get(kind) ?? { tokens: 0, shared: 0 };
      counted.tokens += tokens(made.prompt);
      counted.shared += tokens(made.prompt.slice(0, sharedLength(before, made.prompt)));
      byKind.set(kind, counted);
      keys++;
    }
  }
  return { byKind, keys, served };
}

/** What is printed of an outcome: shares in %, tokens and milliseconds a key. */
export function summaryOf({ byKind, keys, served }: Outcome): Record<string, number> {
  const all = sum([...byKind.values()]);
  const counts = {
    withinLine: percent(byKind.get('within')),
    afterNewLine: percent(byKind.get('newLine')),
    all: percent(all),
    tokensPerKey: rounded((all.tokens - all.shared) / keys),
    keys,
  };
  if (served.length === 0) return counts;
  const processed = served.reduce((total, one) => total + one.processed, 0);
  const cached = served.reduce((total, one) => total + one.cached, 0);
  const ms = served.reduce((total, one) => total + one.ms, 0);
  return {
    ...counts,
    processedPerKey: rounded(processed / served.length),
    cachedPerKey: rounded(cached / served.length),
    serverReuse: rounded((100 * cached) / (cached + processed)),
    msPerKey: rounded(ms / served.length, 100),
  };
}

function sharedLength(one: string, other: string): number {
  let length = 0;
  while (length < other.length && one[length] === other[length]) length++;
  return length;
}

function sum(counted: readonly Counted[]): Counted {
  return counted.reduce(
    (total, { tokens, shared }) => ({ tokens: total.tokens + tokens, shared: total.shared + shared }),
    { tokens: 0, shared: 0 },
  );
}

function percent({ shared, tokens }: Counted = { tokens: 0, shared: 0 }): number {
  return rounded((100 * shared) / tokens);
}

function rounded(value: number, steps = 10): number {
  return Math.round(value * steps) / steps;
}
