/** The way that others ask for a repair, to compare with: the whole file, an answer of lines to find and to replace, and nobody looks at the result. FIX.md §1 describes it. Pure. */
import type { Diagnostic } from '../../src/fix/diagnostic.ts';
import { commonIndent, dedent } from '../../src/fix/indent.ts';
import type { ChatMessage } from '../../src/fix/prompt.ts';
import { estimateTokens } from '../../src/text/tokens.ts';

/** Longest message and line that are quoted, in characters. */
const MESSAGE_CHARS = 400;
const LINE_CHARS = 200;

export interface AnchorAsk {
  readonly messages: readonly ChatMessage[];
  /** Estimated. */
  readonly tokens: number;
}

export function anchorAsk(name: string, word: string, text: string, target: Diagnostic): AnchorAsk {
  const lines = text.split('\n');
  const quoted = lines.slice(target.row, target.endRow + 1).map((line) => line.trim().slice(0, LINE_CHARS));
  const system = [
    `You are an expert in ${word}. Propose a fix for the reported problem.`,
    'Answer with one sentence, then an empty line, then one or more changes. Each change has this form:',
    '---FIND\n```\nlines of the file, unchanged, with their comments and blank lines\n```\n---REPLACE\n```\nthe lines in their place\n```\n---COMPLETE',
    'FIND begins and ends with a line that is not changed, and never holds `...`.',
  ].join('\n');
  const user = [
    `The file ${name}, from line 1 to line ${lines.length}:\n\`\`\`\`${word}\n${text}\n\`\`\`\``,
    `The problem in line ${target.row + 1}:\n${quoted.join('\n')}\n<compileError>\n${target.message.slice(0, MESSAGE_CHARS)}\n</compileError>`,
    'Please find a fix so that the result is without errors.',
  ].join('\n\n');
  return {
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ],
    tokens: estimateTokens(system + user),
  };
}

/** The file after all changes; `undefined` where the answer has none, or one whose lines are not found. */
export function anchorApply(text: string, reply: string, target: Diagnostic): string | undefined {
  const change =
    /---FIND\s*\n(?:`{3,}[^\n]*\n)?([\s\S]*?)(?:\n`{3,})?\s*\n---REPLACE\s*\n(?:`{3,}[^\n]*\n)?([\s\S]*?)(?:\n`{3,}\s*)?(?=\n---|$(?![\s\S]))/gu;
  let lines: readonly string[] = text.split('\n');
  let count = 0;
  for (const [, find = '', replace = ''] of reply.replace(/\r\n?/gu, '\n').matchAll(change)) {
    const made = replaced(lines, find.split('\n'), replace.split('\n'), target.row);
    if (made === undefined) return undefined;
    lines = made;
    count++;
  }
  const after = lines.join('\n');
  return count === 0 || after === text ? undefined : after;
}

/** Line by line, blind to indentation and blank lines; the first place wins. */
function replaced(
  lines: readonly string[],
  find: readonly string[],
  replace: readonly string[],
  row: number,
): readonly string[] | undefined {
  const wanted = find.map((line) => line.trimStart()).filter((line) => line !== '');
  if (wanted.length === 0) return [...lines.slice(0, row), ...replace, ...lines.slice(row)];
  if (find.some((line) => line.trim() === '...')) return undefined;
  for (let first = 0; first < lines.length; first++) {
    const end = matchedFrom(lines, wanted, first);
    if (end === undefined) continue;
    const indent = commonIndent(lines.slice(first, end));
    const fresh = dedent(replace, commonIndent(replace)).map((line) => (line.trim() === '' ? '' : indent + line));
    return [...lines.slice(0, first), ...fresh, ...lines.slice(end)];
  }
  return undefined;
}

/** Row behind the last of the wanted lines, which stand from `first` on with nothing but blank lines between them. */
function matchedFrom(lines: readonly string[], wanted: readonly string[], first: number): number | undefined {
  if ((lines[first] ?? '').trim() === '') return undefined;
  let at = first;
  for (const line of wanted) {
    while (at < lines.length && (lines[at] ?? '').trim() === '') at++;
    if ((lines[at] ?? '').trimStart() !== line) return undefined;
    at++;
  }
  return at;
}
