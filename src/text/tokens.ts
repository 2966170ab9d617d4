/** Estimates how many tokens a text costs, without a tokenizer. It is for budgets, never for exact counts. */

/** Characters of source code a token, as the BPE vocabularies of code models average over PHP, TypeScript and Python. */
const ASCII_PER_TOKEN = 3.3;
/** Latin with accents, Greek, Cyrillic, Arabic: two bytes in UTF-8, about two characters a token. */
const TWO_BYTE_PER_TOKEN = 2;

/**
 * Estimated tokens of `text`, with `asciiPerToken` characters of code a token in the model's vocabulary. Fractional, and additive: the estimate of two texts together is the sum of theirs.
 * CJK and emoji count as one token for each UTF-16 unit.
 */
export function estimateTokens(text: string, asciiPerToken = ASCII_PER_TOKEN): number {
  let ascii = 0;
  let twoByte = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) ascii++;
    else if (unit < 0x800) twoByte++;
  }
  const wide = text.length - ascii - twoByte;
  return ascii / asciiPerToken + twoByte / TWO_BYTE_PER_TOKEN + wide;
}

/**
 * Most UTF-16 units that `tokens` can pay for. Whoever collects text around the cursor adds whole lines until it holds at least this many,
 * and can stop then: what lies further off can never be in the window.
 */
export function charsBudget(tokens: number): number {
  return Math.ceil(Math.max(0, tokens) * ASCII_PER_TOKEN);
}
