/** The registry of the kinds of spans with their shares of a dataset. A new kind is one entry here. */
import { characterSpans } from './characters.ts';
import { afterComments, bracketContents, callParts, docComments, restsOfLines } from './developer.ts';
import type { SpanKind } from './span.ts';
import { bodies, siblings, singleNodes } from './syntax.ts';

/** Whole nodes are asked for where there is something to say; a developer's spans may be a word. */
const LEAST_NODE = 12;
const LEAST_DEVELOPER = 3;

export const SPAN_KINDS: readonly SpanKind[] = [
  { id: 'node', group: 'syntax', weight: 25, least: LEAST_NODE, find: singleNodes },
  { id: 'siblings', group: 'syntax', weight: 20, least: LEAST_NODE, find: siblings },
  { id: 'body', group: 'syntax', weight: 15, least: LEAST_NODE, find: bodies },
  { id: 'line', group: 'developer', weight: 12, least: LEAST_DEVELOPER, find: restsOfLines },
  { id: 'brackets', group: 'developer', weight: 6, least: LEAST_DEVELOPER, find: bracketContents },
  { id: 'comment', group: 'developer', weight: 4, least: LEAST_DEVELOPER, find: afterComments },
  { id: 'doc', group: 'developer', weight: 2, least: LEAST_NODE, find: docComments },
  { id: 'call', group: 'developer', weight: 4, least: LEAST_DEVELOPER, find: callParts },
  { id: 'random', group: 'random', weight: 12, least: LEAST_DEVELOPER, find: characterSpans },
];

/** Shares by kind, together 1. */
export type SpanShares = Readonly<Record<string, number>>;

export function usualShares(withSyntax: boolean): SpanShares {
  const weights = SPAN_KINDS.map(({ id, group, weight }) => [id, group === 'syntax' && !withSyntax ? 0 : weight]);
  return normalised(Object.fromEntries(weights));
}

/**
 * Shares as a user writes them: `line=2,random=1`, also whole groups: `syntax=3,developer=1`. What is not named gets nothing.
 * @returns the wrong part as `wrong`
 */
export function sharesFrom(text: string): { readonly shares: SpanShares } | { readonly wrong: string } {
  const weights: Record<string, number> = {};
  for (const part of text.split(',')) {
    const [, name = '', value = ''] = /^\s*([\w-]+)\s*=\s*(\d+(?:\.\d+)?)\s*$/u.exec(part) ?? [];
    const named = SPAN_KINDS.filter(({ id, group }) => id === name || (group === name && group !== id));
    if (named.length === 0) return { wrong: part.trim() };
    const all = named.reduce((sum, { weight }) => sum + weight, 0);
    for (const { id, weight } of named) weights[id] = Number(value) * (named.length > 1 ? weight / all : 1);
  }
  const shares = normalised(weights);
  return Object.values(shares).some((share) => share > 0) ? { shares } : { wrong: text };
}

function normalised(weights: Readonly<Record<string, number>>): SpanShares {
  const all = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  return Object.fromEntries(SPAN_KINDS.map(({ id }) => [id, all === 0 ? 0 : (weights[id] ?? 0) / all]));
}
