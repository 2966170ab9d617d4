/** What a repair without a model is made of: a rule proposes texts, a verifier says which of them hold. */
import type { LookupResult } from '../../context/service.ts';
import type { Rule as RuleName } from '../nudges/schema.ts';
import type { Scene } from '../scene.ts';

/** UTF-16 offsets in `scene.source.text`. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Idea {
  readonly changes: readonly TextChange[];
  /** One sentence. */
  readonly explanation: string;
}

/** Proposes the likeliest first. What it proposes need not be right, and never throws. */
export interface Rule {
  readonly name: RuleName;
  readonly ideas: (scene: Scene, found: LookupResult) => Iterable<Idea>;
}
