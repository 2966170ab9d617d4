/**
 * Breaks a model's special tokens where they occur in the user's own text, so that no file can end its part of the prompt and start another.
 * It changes nothing else, and is applied to prompts only, never to a buffer.
 */
import { escapePattern } from './escape-pattern.ts';

const patterns = new WeakMap<readonly string[], RegExp | undefined>();

/**
 * `text` with one plain space after the first character of every special token: `<fim_suffix>` → `< fim_suffix>`.
 *
 * A space rather than a zero-width character: the model may echo what it reads, and an invisible character must never get into code.
 * Tokens of fewer than two characters, or with blanks in them, are left alone: no tokenizer here has such control tokens, and a space would not break them.
 * @param tokens the same array for every call of a family: what is compiled from it is kept.
 */
export function neutralise(text: string, tokens: readonly string[]): string {
  const pattern = patternOf(tokens);
  if (pattern === undefined) return text;
  // Breaking one token can leave the end of it as the start of another (`aba` with `ab` and `ba`), hence the loop.
  // It ends: each round shortens a run without blanks, and no token reaches over a blank.
  let broken = text;
  while (pattern.test(broken)) broken = broken.replaceAll(new RegExp(pattern, 'gu'), split);
  return broken;
}

function split(token: string): string {
  const first = token.codePointAt(0) ?? 0;
  const length = first > 0xffff ? 2 : 1;
  return `${token.slice(0, length)} ${token.slice(length)}`;
}

function patternOf(tokens: readonly string[]): RegExp | undefined {
  if (!patterns.has(tokens)) {
    const usable = tokens.filter((token) => [...token].length >= 2 && !/\s/u.test(token));
    const longestFirst = usable.sort((a, b) => b.length - a.length).map(escapePattern);
    patterns.set(tokens, longestFirst.length === 0 ? undefined : new RegExp(longestFirst.join('|'), 'u'));
  }
  return patterns.get(tokens);
}
