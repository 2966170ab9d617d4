/** Reads the tags of a doc comment: names, types as they are written, what follows. Resolves no names. */

export interface DocTag {
  /** Without `@`, and without the prefix of an analyser: `phpstan-return` → `return`. */
  readonly name: string;
  /** What follows the tag, on one line. */
  readonly text: string;
  /** It had the prefix of an analyser, and says more than the plain one. */
  readonly isExact: boolean;
}

const PREFIX = /^(?:phpstan|psalm|phan)-/u;

/** The tags of a comment that starts with the two stars of documentation; none for other comments. */
export function docTags(comment: string): readonly DocTag[] {
  if (!comment.startsWith('/**') || !comment.includes('@')) return [];
  const lines = comment
    .slice(3, comment.endsWith('*/') ? -2 : undefined)
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/u, '').trimEnd());
  const tags: { name: string; text: string; isExact: boolean }[] = [];
  for (const line of lines) {
    const tag = /^\s*@([a-z][\w-]*)\s*(.*)$/iu.exec(line);
    const last = tags.at(-1);
    if (tag !== null) {
      const [, name = '', text = ''] = tag;
      tags.push({ name: name.replace(PREFIX, ''), text, isExact: PREFIX.test(name) });
    } else if (last !== undefined && isOpen(last.text)) last.text += ` ${line.trim()}`;
  }
  return tags;
}

/** The text of a tag's type may go on in the next line while brackets are open. */
function isOpen(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if ('<({['.includes(character)) depth++;
    else if ('>)}]'.includes(character)) depth--;
  }
  return depth > 0;
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
    else if (depth === 0 && /\s/u.test(character)) {
      const goesOn = /[|&:]$/u.test(trimmed.slice(0, at)) || /^\s+[|&](?!\s*\$|\.)/u.test(trimmed.slice(at));
      if (!goesOn) break;
    }
  }
  return [trimmed.slice(0, at), trimmed.slice(at).trim()];
}
