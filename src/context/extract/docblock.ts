/** Reads the tags of a doc comment: names, types as they are written, what follows. Resolves no names. */

export interface DocTag {
  /** Without `@`, and without the prefix of an analyser: `phpstan-return` → `return`. */
  readonly name: string;
  /** What follows the tag; a type that goes on in further lines is on one. */
  readonly text: string;
  /** It had the prefix of an analyser, and says more than the plain one. */
  readonly isExact: boolean;
  /** 0-based row in the comment. */
  readonly row: number;
}

const PREFIX = /^(?:phpstan|psalm|phan)-/u;
const TAG = /^\s*@([a-z][\w-]*)\s*(.*)$/iu;
/** Lines of one type, at most: more are a bracket that nobody closed. */
const MOST_LINES = 60;
/** A longer type is nothing that anybody wants to read, in UTF-16 units. */
const LONGEST_TYPE = 2000;

/** The tags of a comment that starts with the two stars of documentation; none for other comments. */
export function docTags(comment: string): readonly DocTag[] {
  if (!comment.startsWith('/**') || !comment.includes('@')) return [];
  const lines = comment
    .slice(3, comment.endsWith('*/') ? -2 : undefined)
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/u, '').trimEnd());
  const tags: { name: string; text: string; isExact: boolean; row: number }[] = [];
  for (const [row, line] of lines.entries()) {
    const tag = TAG.exec(line);
    const last = tags.at(-1);
    if (tag !== null) {
      const [, name = '', text = ''] = tag;
      tags.push({ name: name.replace(PREFIX, ''), text, isExact: PREFIX.test(name), row });
    } else if (last !== undefined && row - last.row < MOST_LINES && goesOn(last.text, line)) {
      last.text = `${last.text} ${line.trim()}`.trim();
    }
  }
  return tags;
}

/** The text of a tag goes on in the next line while brackets are open, or where that begins with another alternative. */
function goesOn(text: string, next: string): boolean {
  return depthOf(text) > 0 || /^\s*[|&]\s*[\w\\$(]/u.test(next);
}

/** Brackets that are open at the end, less those that were closed too often. */
function depthOf(text: string): number {
  let depth = 0;
  for (const character of text) {
    if ('<({['.includes(character)) depth++;
    else if ('>)}]'.includes(character)) depth--;
  }
  return depth;
}

/** Whether a text can be a type at all: brackets in pairs, nothing that types don't have, no open end. */
export function isSoundType(text: string): boolean {
  if (text.length > LONGEST_TYPE) return false;
  return (
    /^[\w\\|&<>{}()[\]$,:?.*'" =\u0080-\uffff-]+$/u.test(text) && depthOf(text) === 0 && !/[|&,:<({[]$/u.test(text)
  );
}

/**
 * The type at the start of `text`, which may hold blanks inside brackets and around `|` and `&`, and what follows it.
 * `callable(Order): bool $filter` → `callable(Order): bool`, `$filter`.
 */
export function splitType(text: string): readonly [type: string, rest: string] {
  const trimmed = text.trim();
  let depth = 0;
  let at = 0;
  for (; at < trimmed.length; at++) {
    const character = trimmed[at] ?? '';
    if ('<({['.includes(character)) depth++;
    else if ('>)}]'.includes(character)) depth = Math.max(0, depth - 1);
    else if (depth === 0 && (character === ' ' || character === '\t') && !joins(trimmed, at)) break;
  }
  return [trimmed.slice(0, at), trimmed.slice(at).trim()];
}

/** Whether a type goes on behind the blank at `at`: an alternative, or what a callable returns. By-reference and variadic names end it. */
function joins(text: string, at: number): boolean {
  const before = text[at - 1] ?? '';
  if (before === '|' || before === '&') return true;
  // `callable(): bool`, but not `the type:`.
  if (before === ':') return text[at - 2] === ')';
  return /^\s+[|&](?!\s*[$.])/u.test(text.slice(at, at + 8));
}
