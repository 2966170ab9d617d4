/** What a repair without a model is made of: a rule proposes texts, a verifier says which of them hold. */
import type { LookupResult } from '../../context/service.ts';
import type { Diagnostic } from '../diagnostic.ts';
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
  /** The smaller the likelier; 0 where it is not said. Once an idea holds, only its equals are looked at. */
  readonly rank?: number;
}

/** Proposes the likeliest first. What it proposes need not be right, and never throws. */
export interface Rule {
  readonly name: RuleName;
  /** @param reported everything that the verifier says of the text as it is */
  readonly ideas: (scene: Scene, found: LookupResult, reported: readonly Diagnostic[]) => Iterable<Idea>;
  /** Less likely ones, and those out of names that only a verifier knows: where none of any rule's ideas holds. */
  readonly further?: (scene: Scene, found: LookupResult, namesAt: NamesAt) => Promise<Iterable<Idea>>;
}

/** Names that could stand at a place of a text; none where the verifier can't tell. */
export type NamesAt = (content: string, row: number, col: number) => Promise<readonly string[]>;
