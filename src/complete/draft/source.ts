/** Where drafts come from: something that answers at once, with text that nobody has verified yet. What becomes of it is not decided here. */
import type { Backend } from '../../model/backend.ts';
import type { Situation } from '../../text/situation.ts';

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

/** The model-free backend as a source. It says nothing unasked that it is not sure of, and tells no more than that. */
export function draftsOf(backend: Backend, name = 'instant'): DraftSource {
  return {
    name,
    async propose({ situation, multiline }, signal) {
      const ask = { situation, multiline, attempt: 0, model: '', prompt: '', stop: [], maxTokens: 0, temperature: 0 };
      let text = '';
      for await (const chunk of backend.generate(ask, signal)) text += chunk;
      return text === '' ? null : { text, confidence: SURE };
    },
  };
}
