/** Python: code as its statements, with which of them the end of the code can see. Reads indentation and brackets; builds no tree. */
import { codeText } from '../../extract/code-text.ts';
import { PYTHON_NOT_CODE } from '../../extract/python-text.ts';

/** A statement, or the head of a block, maybe over several lines. Offsets are UTF-16. */
export interface PythonLine {
  /** Of its first character that is no blank. */
  readonly start: number;
  /** Behind it. */
  readonly end: number;
  readonly indent: number;
  /** The function or class that it stands in: index of that one's head in the list; −1 for none. */
  readonly owner: number;
}

export interface PythonCode {
  /** Without comments. */
  readonly code: string;
  /** Without comments and strings. */
  readonly bare: string;
  /** In the order of the code. */
  readonly lines: readonly PythonLine[];
}

/** Codes that were read, the latest first; code is looked at again and again while one question is answered. */
let read: readonly (PythonCode & { readonly text: string })[] = [];
const MOST_READ = 8;

export function pythonCode(text: string): PythonCode {
  const known = read.find((one) => one.text === text);
  if (known !== undefined) return known;
  // Code up to an earlier place has been read with the whole.
  const longer = read.find((one) => one.text.startsWith(text));
  const { code, bare } =
    longer === undefined
      ? codeText(text, PYTHON_NOT_CODE, (found) => found.startsWith('#'))
      : { code: longer.code.slice(0, text.length), bare: longer.bare.slice(0, text.length) };
  const found = { text, code, bare, lines: linesIn(bare) };
  read = [found, ...read.slice(0, MOST_READ - 1)];
  return found;
}

/** Begins a statement also where a bracket above was left open: code that is being typed. */
const BEGINS = /^[ \t]*(?:def|class|return|import|raise|with|async|while|try|except|@\w)/u;
export const SCOPE_HEAD = /^(?:async\s+def|def|class)\b/u;

function linesIn(bare: string): readonly PythonLine[] {
  const lines: PythonLine[] = [];
  /** Indices of the heads that are open, outermost first. */
  const open: number[] = [];
  for (const { start, end } of statements(bare)) {
    const text = bare.slice(start, end);
    const blanks = text.length - text.trimStart().length;
    // What is typed next stands in a statement of its own.
    if (blanks === text.length && end < bare.length) continue;
    const at = start + blanks;
    const indent = at - (bare.lastIndexOf('\n', at - 1) + 1);
    while (open.length > 0 && (lines[open.at(-1) ?? 0]?.indent ?? 0) >= indent) open.pop();
    lines.push({ start: at, end, indent, owner: open.at(-1) ?? -1 });
    if (SCOPE_HEAD.test(text.trimStart())) open.push(lines.length - 1);
  }
  return lines;
}

function* statements(bare: string): Iterable<{ readonly start: number; readonly end: number }> {
  let depth = 0;
  let start = 0;
  for (let at = 0; at < bare.length; at++) {
    const character = bare[at] ?? '';
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth = Math.max(0, depth - 1);
    else if (character === ';' && depth === 0) {
      yield { start, end: at };
      start = at + 1;
    } else if (character === '\n' && bare[at - 1] !== '\\') {
      if (depth > 0 && !BEGINS.test(bare.slice(at + 1, at + 40))) continue;
      depth = 0;
      yield { start, end: at };
      start = at + 1;
    }
  }
  yield { start, end: bare.length };
}

/** The heads that the end of the code stands in, innermost first: indices in the list. */
export function openHeads({ lines }: PythonCode): readonly number[] {
  const heads: number[] = [];
  for (let at = lines.at(-1)?.owner ?? -1; at >= 0; at = lines[at]?.owner ?? -1) heads.push(at);
  return heads;
}

/** Whether the block below a head is still open at the end of the code. */
export function isBlockOpen({ lines }: PythonCode, head: number): boolean {
  const indent = lines[head]?.indent ?? 0;
  for (let at = head + 1; at < lines.length; at++) if ((lines[at]?.indent ?? 0) <= indent) return false;
  return head < lines.length - 1;
}
