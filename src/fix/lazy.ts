/** Lines that stand for code that was left out. Data and one question; pure. */

/** A comment, or a line, that stands for code that was left out; also our own mark of what the prompt leaves out. */
const LAZY: readonly RegExp[] = [
  /(?:^|[\s{;(])(?:\/\/|#|\/\*+|--|<!--)\s*(?:\.{3}|…)/u,
  /^\s*\*\s*(?:\.{3}|…)/u,
  /^\s*(?:\/\/|#|\/\*|--|<!--|\*)[^\n]*(?:\.{3}|…)\s*(?:\*\/|-->)?\s*$/u,
  /^\s*(?:\.{3}|…)\s*$/u,
  /(?:\/\/|#|\/\*|--|<!--)\s*lines? \d+(?:-\d+)?\b/iu,
  /(?:\/\/|#|\/\*|--|<!--)\s*\(?(?:(?:keep\s+)?(?:the\s+)?(?:rest|remainder|remaining|existing|previous|other|unchanged|same|original)\b[^\n]{0,40}\b(?:code|methods?|functions?|implementations?|logic|lines?|statements?|body|class|file|as (?:above|before|is|in)|unchanged|same|here|omitted)\b|unchanged\b|no (?:other )?changes?\b|(?:code|lines?|body|method) (?:is |are )?(?:omitted|unchanged|left out|as before|stays)\b|(?:omitted |left out )?for brevity\b|snip\b)/iu,
];

export function isLazy(line: string): boolean {
  return LAZY.some((pattern) => pattern.test(line));
}
