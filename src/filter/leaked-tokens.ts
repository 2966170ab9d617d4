/** Ends the text at a special token of any family, also where the family is not known: what follows belongs to another text. */
import { ended, type Filter, type FilterContext, open } from './filter.ts';
import { heldBack } from './stop-strings.ts';

/** Spelled as no code is: `<|fim_middle|>`, `<｜fim▁end｜>`, `<[fim-suffix]>`. */
const BARRED = /<\|[\w/.-]{2,40}\|>|<｜[^｜<>\s]{2,40}｜>|<\[[a-z]+[-▁][\w▁-]{2,40}\]>/giu;
const TOKENS = [
  '<fim_prefix>',
  '<fim_suffix>',
  '<fim_middle>',
  '<fim_pad>',
  '<fim-prefix>',
  '<fim-suffix>',
  '<fim-middle>',
  '<file_sep>',
  '<repo_name>',
  '<reponame>',
  '<gh_stars>',
  '<jupyter_start>',
  '<empty_output>',
  '<start_of_turn>',
  '<end_of_turn>',
  '<EOT>',
  '<SUF>',
  '<MID>',
];
const BARRED_STARTS = ['<|', '<｜', '<['];
/** The beginning of a barred token, at the end of the text. */
const BARRED_OPEN = /<(?:\|[\w/.-]{0,40}\|?|｜[^｜<>\s]{0,40}｜?|\[[\w▁-]{0,40}\]?)$/u;
/** Enough of it to know it: the model was cut off in the middle of a token. */
const BARRED_BROKEN = /<(?:\|(?:fim|im|end|file|repo|code)[\w/.-]{0,40}|｜[^｜<>\s]{3,40})$/u;

export const leakedTokens: Filter = {
  name: 'leaked-tokens',
  run(text, context) {
    const at = firstOf(text, context);
    if (at !== undefined) return ended(text.slice(0, at));
    const tail = (context.done ? BARRED_BROKEN : BARRED_OPEN).exec(text)?.[0].length ?? 0;
    const held = context.done ? 0 : heldBack(text, [...TOKENS, ...BARRED_STARTS]);
    return open(text.slice(0, text.length - Math.max(tail, held)));
  },
};

function firstOf(text: string, context: FilterContext): number | undefined {
  const barred = [...text.matchAll(BARRED)].map((match) => ({ at: match.index, token: match[0] }));
  const named = TOKENS.flatMap((token) => occurrences(text, token).map((at) => ({ at, token })));
  const found = [...barred, ...named].filter(({ at, token }) => !isHonest(text, at, token, context));
  return found.length === 0 ? undefined : Math.min(...found.map(({ at }) => at));
}

function occurrences(text: string, token: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) found.push(at);
  return found;
}

/** In code about models, tokens stand in strings, or around the cursor already. */
function isHonest(text: string, at: number, token: string, { prefix, suffix }: FilterContext): boolean {
  return /["'`]$/u.test(text.slice(0, at) || prefix) || prefix.includes(token) || suffix.includes(token);
}
