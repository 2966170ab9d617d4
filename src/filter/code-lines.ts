/** What a single line of code tells about the block around it, in no language in particular. Reads indentation and brackets, parses nothing. */
import { readBrackets } from './brackets.ts';

/** What a line ends with whose block comes next, where no bracket says so. */
const OPENS = /(?:[{([]|=>|\b(?:then|do|else)|\bfunction\b\s*[\w.:]*\s*\([^()]*\))\s*$/u;
/** A line that ends with a colon opens a block in Python, in `case 1:` and in PHP's `if (…):`. A comment may follow. */
const OPENS_BY_COLON = /[^:]:\s*(?:#.*)?$/u;
/** The head of a declaration or statement whose body follows it, in PHP on a line of its own. */
const HEAD =
  /^\s*(?:(?:abstract|async|const|default|export|extern|final|local|override|private|protected|pub(?:\([^)]*\))?|public|readonly|static|unsafe)\s+)*(?:class|catch|def|enum|elseif|fn|for|foreach|func|function|if|impl|interface|match|struct|switch|trait|try|while)\b[^;{}]*$/u;
const CLOSES_BY_SIGN = /^\s*(?:[})\]]|<\/|\?>)/u;
const CLOSES_BY_WORD =
  /^\s*(?:(?:end(?:if|for|foreach|switch|while)?|until)(?![\p{L}\p{N}_$]|\s*[=(.:])|(?:fi|done|esac)\s*(?:$|[;|&<>]))/u;
/** A line that goes on with the statement whose block ends above it. */
const CONTINUES = /^\s*(?:else|elseif|elif|elsif|except|finally|catch|rescue)\b/u;
const ONLY_OPENER = /^\s*[{([]\s*$/u;
const ONLY_CLOSERS = /^\s*(?:[})\]]+[;,]?|end[;,]?|\*\/)\s*$/u;
/** The beginning of what may become any of the words above. */
const MAY_BECOME_WORD = /^\s*(?:[a-z?]*|<\/?|[{([])\s*$/u;

/** Whether anything but blanks stands in `line`. */
export function isText(line: string): boolean {
  return line.trim() !== '';
}

/** Columns of indentation; a tab counts as 4, which only has to be the same for all lines of one text. */
export function indentOf(line: string): number {
  const blanks = /^[ \t]*/u.exec(line)?.[0] ?? '';
  return blanks.replace(/\t/gu, '    ').length;
}

/** Whether `line` leaves something open that the next lines fill. */
export function opensBlock(line: string): boolean {
  if (OPENS.test(line) || opensByColon(line)) return true;
  return readBrackets('', line).open.some((closer) => !'\'"`'.includes(closer));
}

/** Whether the block that `line` opens ends by indentation only. */
export function opensByColon(line: string): boolean {
  return OPENS_BY_COLON.test(line);
}

/** Whether `line` is a head without its body: `public function name(): string`. */
export function isHead(line: string): boolean {
  return HEAD.test(line);
}

/** Whether `line` closes what was opened above it: `}`, `});`, `} else {`, `</div>`. */
export function closesBySign(line: string): boolean {
  return CLOSES_BY_SIGN.test(line);
}

/** Whether `line` may close what was opened above it: `end`, `endif;`. Where nothing is open, these are names as others. */
export function closesByWord(line: string): boolean {
  return CLOSES_BY_WORD.test(line);
}

/** Whether nothing but closers stands in `line`, or the end of a comment. */
export function isOnlyClosers(line: string): boolean {
  return ONLY_CLOSERS.test(line);
}

/** Whether `line` belongs to the statement above it: `else:`, `except ValueError:`. */
export function continues(line: string): boolean {
  return CONTINUES.test(line);
}

/** A brace on a line of its own, as PSR-12 writes the body of a class or method. */
export function isOnlyOpener(line: string): boolean {
  return ONLY_OPENER.test(line);
}

/** Whether a line that is still being written may yet become something that the tests above look for. */
export function isUndecided(line: string): boolean {
  return MAY_BECOME_WORD.test(line);
}

/** Columns of indentation that a line below `prefix` has at least, as the line above it tells. */
export function expectedIndent(prefix: string): number {
  const last = linesAbove(prefix).at(-1);
  if (last === undefined) return 0;
  return indentOf(last) + (opensBlock(last) ? 1 : 0);
}

/** The line above the cursor's that a line of this indentation stands in the block of; undefined where it stands in none. */
export function lineAround(prefix: string, indent: number): string | undefined {
  const above = linesAbove(prefix);
  const row = above.findLastIndex((line) => indentOf(line) < indent);
  const line = above[row];
  return line !== undefined && isOnlyOpener(line) ? (above[row - 1] ?? '') + line : line;
}

/** As far up as anything here looks. In UTF-16 units. */
const LOOK_ABOVE = 2000;

/** The non-blank lines of `prefix` above the cursor's own; the first may be cut. */
function linesAbove(prefix: string): string[] {
  return prefix.slice(-LOOK_ABOVE).split('\n').slice(0, -1).filter(isText);
}
