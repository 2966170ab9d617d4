/** Which variables may stand at the cursor, in languages that mark them: those of the function that it stands in, as far as its words tell. Knows no grammar. */
import type { Tokens } from './posted-tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Begins a function where a name follows: functions without one stand inside others, and share their variables often enough. */
const FUNCTION = ['function', ' function'];

/**
 * By id: whether a token stands in the function around the cursor.
 * @param above tokens before the cursor, @param below behind its line
 */
export function tokensInScope(vocabulary: Vocabulary, above: Tokens, below: Tokens): Uint8Array {
  const functions = new Set(FUNCTION.map((text) => vocabulary.idOf(text)));
  const begins = (tokens: Tokens, at: number): boolean =>
    functions.has(tokens[at] ?? 0) && /^ \w/u.test(vocabulary.text(tokens[at + 1] ?? 0));
  let start = above.length - 1;
  while (start > 0 && !begins(above, start)) start--;
  let end = 0;
  while (end < below.length && !begins(below, end)) end++;
  const inScope = new Uint8Array(vocabulary.size);
  for (const id of above.subarray(Math.max(0, start))) inScope[id] = 1;
  for (const id of below.subarray(0, end)) inScope[id] = 1;
  return inScope;
}
