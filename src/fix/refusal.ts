/** Why an answer is not shown: one word for scripts, one sentence for people and for the model. */

export type RefusalName =
  // The answer can't be read.
  | 'empty'
  | 'cut-off'
  | 'no-code'
  | 'json'
  | 'patch'
  | 'wrong-language'
  | 'several-blocks'
  | 'no-match'
  | 'many-matches'
  // It is read, and is no repair.
  | 'characters'
  | 'no-op'
  | 'lazy'
  | 'suppression'
  | 'stub'
  | 'forbidden'
  | 'deleted-body'
  | 'deleted-lines'
  | 'too-many-lines'
  | 'syntax'
  | 'outside'
  // It was looked at by a verifier, or should have been.
  | 'not-looked-at'
  | 'still-there'
  | 'others-grew';

export interface Refusal {
  readonly verdict: RefusalName;
  readonly detail: string;
}

export function isRefusal(value: object): value is Refusal {
  return 'verdict' in value && 'detail' in value;
}
