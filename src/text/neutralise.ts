/**
 * Breaks a model's special tokens where they occur in the user's own text, so that no file can end its part of the prompt and start another.
 * It changes nothing else, and is applied to prompts only, never to a buffer.
 */
import { escapePattern } from './escape-pattern.ts';

/** What is known of the tokens of a family. */
interface Known {
  /** Finds all of them. */
  readonly pattern: RegExp;
  /** Each token begins with one of them: to look for them in a text that has none takes a tenth of the time. Two characters. */
  readonly starts: readonly string[];
}

const known = new WeakMap<readonly string[], Known | undefined>();

/**
 * `text` with one plain space after the first character of every special token: `<fim_suffix>` → `< fim_suffix>`.
 *
 * A space rather than a zero-width character: the model may echo what it reads, and an invisible character must never get into code.
 * Tokens of fewer than two characters, or with blanks in them, are left alone: no tokenizer here has such control tokens, and a space would not break them.
 * @param tokens the same array for every call of a family: what is compiled from it is kept.
 */
export function neutralise(text: string, tokens: readonly string[]): string {
  const { pattern, starts } = knownOf(tokens) ?? {};
  if (pattern === undefined || starts?.some((start) => text.includes(start)) !== true) return text;
  // Breaking one token can leave the end of it as the start of another (`aba` with `ab` and `ba`), hence the loop.
  // It ends: each round shortens a run without blanks, and no token reaches over a blank.
  let broken = text;
  for (let next = text.replaceAll(pattern, split); next !== broken; next = broken.replaceAll(pattern, split))
    broken = next;
  return broken;
}

function split(token: string): string {
  const first = token.codePointAt(0) ?? 0;
  const length = first > 0xffff ? 2 : 1;
  return `${token.slice(0, length)} ${token.slice(length)}`;
}

function knownOf(tokens: readonly string[]): Known | undefined {
  if (!known.has(tokens)) {
    const usable = tokens.filter((token) => [...token].length >= 2 && !/\s/u.test(token));
    const longestFirst = [...usable].sort((a, b) => b.length - a.length).map(escapePattern);
    const starts = [...new Set(usable.map((token) => [...token].slice(0, 2).join('')))];
    const pattern = new RegExp(longestFirst.join('|'), 'gu');
    known.set(tokens, usable.length === 0 ? undefined : { pattern, starts });
  }
  return known.get(tokens);
}
