/** Where drafts come from: something that answers at once, with text that nobody has verified yet. What becomes of it is not decided here. */
import type { Situation } from '../../text/situation.ts';
import type { EmbeddedBackend } from '../embedded/embedded.ts';

/** A text that may well be what the target is going to say. */
export interface Proposal {
  /** Text to stand at the cursor, unfiltered. */
  readonly text: string;
  /** How likely all of it is right, 0 … 1. */
  readonly confidence: number;
}

/** Where something is proposed for. */
export interface DraftPlace {
  readonly situation: Situation;
  /** Whether more than one line is wanted. */
  readonly multiline: boolean;
}

export interface DraftSource {
  /** What `:Fim status` calls it. */
  readonly name: string;
  /**
   * A proposal for a place, or null where the source has none. It is shown unless the target has spoken by then.
   * @throws an AbortError once `signal` is aborted
   */
  propose(place: DraftPlace, signal: AbortSignal): Promise<Proposal | null>;
}

/** From this confidence on nobody else is asked for a draft. */
export const SURE = 0.5;

/** The embedded backend as a source: what it would show unasked, and how sure it is. */
export function draftsOf(backend: Pick<EmbeddedBackend, 'propose'>, name = 'instant'): DraftSource {
  return {
    name,
    propose: async ({ situation, multiline }, signal) => (await backend.propose(situation, multiline, signal)) ?? null,
  };
}
