/** Spans that one asks for while writing: the rest of a line, what belongs between brackets, what follows a comment. */
import type { SyntaxNode } from '../../syntax/nodes.ts';
import { fits, isInText, lineEnd, type Span, type SpanFile } from './span.ts';

/** Behind these one waits for the rest of the line. */
const TRIGGER = /(?<![=!<>+\-*/.%&|^~])=(?![=>~])|=>|->|::|\breturn\b|\bnew\b|\bawait\b|\(|(?<=[\w\])])\.(?=\w)|:=/gu;
/** Only closers are no rest. */
const SOMETHING = /[\p{L}\p{N}_$'"]/u;
const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const ARGUMENTS = /argument/u;
const MEMBER = /(?:->|::|(?<=[\w\])])\.)(?=[A-Za-z_$])/gu;
const NAME = /[\w$]+/uy;
/** What opens and closes a comment that documents. */
const DOCS: readonly (readonly [opener: RegExp, closer: RegExp])[] = [
  [/^\/\*\*/u, /\*\/$/u],
  [/^[rRuU]?(?:"""|''')/u, /(?:"""|''')$/u],
];
/** Comments of single lines that document by standing together. */
const DOC_LINE = /^(?:\/\/[/!]|---)/u;

export function restsOfLines(file: SpanFile): readonly Span[] {
  const { text } = file;
  return [...text.matchAll(TRIGGER)].flatMap(({ 0: sign, index }): readonly Span[] => {
    if (isInText(file, index)) return [];
    const behind = index + sign.length;
    const start = text[behind] === ' ' ? behind + 1 : behind;
    const end = trimmedEnd(text, start, lineEnd(text, start));
    return end <= start || !SOMETHING.test(text.slice(start, end)) || !fits(file, start, end)
      ? []
      : [{ start, end, name: sign }];
  });
}

export function bracketContents(file: SpanFile): readonly Span[] {
  return inBrackets(file, false);
}

/** What a call is given, and the member behind an arrow with what it is given. */
export function callParts(file: SpanFile): readonly Span[] {
  const { text, nodes } = file;
  const given = inBrackets(file, true);
  const endOf = new Map(nodes.filter(({ start }) => text[start] === '(').map(({ start, end }) => [start, end]));
  const members = [...text.matchAll(MEMBER)].flatMap(({ 0: sign, index }): readonly Span[] => {
    const start = index + sign.length;
    if (isInText(file, index)) return [];
    NAME.lastIndex = start;
    const name = NAME.exec(text)?.[0] ?? '';
    const behind = start + name.length;
    const end = endOf.get(behind) ?? behind;
    return fits(file, start, end) ? [{ start, end, name: sign }] : [];
  });
  return [...given, ...members];
}

/** The code that a comment of its own lines speaks of. */
export function afterComments(file: SpanFile): readonly Span[] {
  const all: Span[] = [];
  for (const indices of file.children.values()) {
    for (const [at, index] of indices.entries()) {
      const [comment, next] = [file.nodes[index], file.nodes[indices[at + 1] ?? -1]];
      if (comment === undefined || next === undefined || !isComment(comment) || isComment(next)) continue;
      const isBelow = file.text.slice(comment.start, next.start).includes('\n');
      if (isBelow && fits(file, next.start, next.end)) all.push({ start: next.start, end: next.end, name: next.type });
    }
  }
  return all;
}

/** What a comment says that documents, behind its opener. */
export function docComments(file: SpanFile): readonly Span[] {
  const { text } = file;
  return file.nodes.flatMap(({ start, end, isText, type }): readonly Span[] => {
    if (!isText) return [];
    const whole = text.slice(start, end);
    for (const [opener, closer] of DOCS) {
      const open = opener.exec(whole)?.[0];
      if (open === undefined) continue;
      const last = whole.search(closer);
      const span = { start: start + open.length, end: start + (last < open.length ? whole.length : last), name: type };
      return fits(file, span.start, span.end) ? [span] : [];
    }
    const line = DOC_LINE.exec(whole)?.[0];
    const span = { start: start + (line?.length ?? 0), end: trimmedEnd(text, start, end), name: type };
    return line === undefined || span.end <= span.start || !fits(file, span.start, span.end) ? [] : [span];
  });
}

/** What stands between the brackets of nodes. @param isCall whether of what a call is given, else of all others */
function inBrackets(file: SpanFile, isCall: boolean): readonly Span[] {
  const spans: Span[] = [];
  for (const { type, start, end, isText } of file.nodes) {
    const opener = file.text[start] ?? '';
    const closer = CLOSERS[opener];
    if (closer === undefined || isText || closer !== file.text[end - 1] || ARGUMENTS.test(type) !== isCall) continue;
    const span = { start: start + 1, end: end - 1, name: opener };
    if (span.end > span.start && fits(file, span.start, span.end)) spans.push(span);
  }
  return spans;
}

function isComment({ type }: SyntaxNode): boolean {
  return type.includes('comment');
}

function trimmedEnd(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length;
}
