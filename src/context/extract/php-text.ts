/** The text of PHP around and inside a declaration's head: what is comment or attribute, and what stands before it. Knows no declarations. */
import { closingAt } from './split.ts';

const NOT_CODE =
  /'[^'\\]*(?:\\[\s\S][^'\\]*)*'|"[^"\\]*(?:\\[\s\S][^"\\]*)*"|\/\*[\s\S]*?\*\/|(?:\/\/|#(?!\[))[^\n]*|#\[/gu;
/** A pattern of what is no code, to its end or to that of the text: what is not closed is not tried again. Two groups, a heredoc's quote and name. */
export const NO_CODE = [
  String.raw`'[^'\\]*(?:\\[\s\S][^'\\]*)*(?:'|$)`,
  String.raw`"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|$)`,
  String.raw`/\*[\s\S]*?(?:\*/|$)`,
  String.raw`(?://|#(?!\[))(?:(?!\?>)[^\n])*`,
  String.raw`<<<[ \t]*(["']?)([A-Za-z_]\w*)\1[\s\S]*?(?:\n[ \t]*\2\b|$)`,
  String.raw`\?>[\s\S]*?(?:<\?(?:php\b|=)|$)`,
].join('|');
const SPACE = 0x20;
/** A longer line, or doc comment, is not looked through for its beginning, in UTF-16 units: minified files have all in one line. */
const LONGEST_LINE = 200;
const LONGEST_COMMENT = 100_000;

/** The same text with blanks in place of comments and attributes: what stands behind them stays where it is. */
export function headText(text: string): string {
  if (!/\/[*/]|#/u.test(text)) return text;
  let head = '';
  let at = 0;
  for (const match of text.matchAll(NOT_CODE)) {
    const [found] = match;
    if (match.index < at || found.startsWith("'") || found.startsWith('"')) continue;
    const end = found === '#[' ? closingAt(text, match.index + 1) + 1 : match.index + found.length;
    head += text.slice(at, match.index) + ' '.repeat(Math.min(end, text.length) - match.index);
    at = end;
  }
  return head + text.slice(at);
}

/** UTF-16 units in a text, the end exclusive. */
export interface Comment {
  readonly start: number;
  readonly end: number;
}

/** The doc comment before `start`, with nothing but blanks and comments of one line in between. */
export function docCommentBefore(text: string, start: number): Comment | undefined {
  let end = start;
  for (;;) {
    while (end > 0 && text.charCodeAt(end - 1) <= SPACE) end--;
    if (text.startsWith('*/', end - 2)) break;
    // `// phpcs:ignore` belongs to what follows as well.
    const from = Math.max(0, end - LONGEST_LINE);
    const line = text.slice(from, end).lastIndexOf('\n') + 1;
    if (line === 0 || !/^\s*(?:\/\/|#(?!\[))/u.test(text.slice(from + line, end))) return undefined;
    end = from + line;
  }
  const from = Math.max(0, end - LONGEST_COMMENT);
  const open = text.slice(from, end - 2).lastIndexOf('/*');
  return open >= 0 && text[from + open + 2] === '*' ? { start: from + open, end } : undefined;
}
