/** Text as part of a regular expression that matches just that text, with the flag `u` or without. */
export function escapePattern(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}
