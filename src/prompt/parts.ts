/** A prompt part by part, for people: what each costs. Makes no prompts. */
import type { Snippet } from '../text/snippet.ts';
import type { Anchor, Hole } from './anchor.ts';
import type { Note } from './inline.ts';
import type { ContextParts } from './layout.ts';

/**
 * `snippet`: of another place. `prefix`: before the anchor. `suffix`: after the hole. `typed`: since the anchor. `behind`: closers after the cursor, which
 * the prompt does not show. `note`: members in a comment in the hole. `format`: special tokens, headers and comment marks.
 */
export type PartKind = 'snippet' | 'prefix' | 'suffix' | 'typed' | 'behind' | 'note' | 'format';

/** One part of a prompt. `prefix` + `typed` is the text before the cursor, `behind` + `suffix` what comes after it, as far as either is shown. */
export interface PromptPart {
  readonly kind: PartKind;
  /** Estimated; all parts together have those of the prompt. */
  readonly tokens: number;
  readonly text: string;
  readonly snippet?: Snippet;
}

/** What a prompt shows. */
export interface Shown {
  readonly context: ContextParts;
  readonly anchor: Anchor;
  readonly hole: Hole;
  readonly note: Note | undefined;
}

/** @param tokens of the whole prompt */
export function partsOf(
  { context, anchor, hole, note }: Shown,
  tokens: number,
  estimate: (text: string) => number,
): readonly PromptPart[] {
  const part = (kind: PartKind, text: string): PromptPart => ({ kind, tokens: estimate(text), text });
  const parts: PromptPart[] = [
    ...context.snippets.map((snippet) => ({ ...part('snippet', snippet.text), snippet })),
    part('prefix', anchor.head),
    part('suffix', anchor.suffix),
    ...(note === undefined ? [] : [part('note', note.text)]),
    part('typed', hole.typed),
    ...(hole.behind === '' ? [] : [{ kind: 'behind', tokens: 0, text: hole.behind } as const]),
  ];
  const counted = parts.reduce((sum, each) => sum + each.tokens, 0);
  return [...parts, { kind: 'format', tokens: Math.max(0, tokens - counted), text: '' }];
}
