/** The blocks of code in a reply, and what is said beside them. Mends the ways in which models end a block badly; judges no code. Pure. */
import MarkdownIt from 'markdown-it';
import { withoutUnseen } from './unseen.ts';

export interface Fence {
  /** What it is marked as, in lower case; '' for nothing. */
  readonly word: string;
  /** Lines, without line ends. */
  readonly lines: readonly string[];
  readonly isClosed: boolean;
}

export interface Spoken {
  readonly fences: readonly Fence[];
  /** The first paragraph that is more than an announcement; '' without one. */
  readonly explanation: string;
}

/** Longest explanation that is shown, in characters. */
const EXPLANATION_CHARS = 300;
const RUN = /^ {0,3}(`{3,}|~{3,})/u;
const markdown = new MarkdownIt('commonmark', { html: false });

/**
 * @param reply its lines end with `\n`
 * @param region lines that are to be corrected: fences in them are code
 */
export function readFences(reply: string, region: readonly string[]): Spoken {
  const text = withOwnLines(reply);
  const fences: Fence[] = [];
  const said: string[] = [];
  const tokens = markdown.parse(text, {});
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'fence') {
      const [first, end] = token.map ?? [0, 0];
      const inner = token.content === '' ? 0 : token.content.replace(/\n$/u, '').split('\n').length;
      const isClosed = end - first >= inner + 2;
      fences.push({ word: wordOf(token.info), ...ended(token.content, isClosed) });
    } else if (token.type === 'inline' && tokens[index - 1]?.type === 'paragraph_open') said.push(token.content);
  }
  const inner = region.filter((line) => RUN.test(line)).length;
  return { fences: inner === 0 ? fences : outermost(text, inner, fences), explanation: explanationIn(said) };
}

/** `Here it is: ```php` begins a block as well. */
function withOwnLines(reply: string): string {
  const first = reply.split('\n').findIndex((line) => RUN.test(line.trimStart()));
  const late = /^([^`\n]*[^\s`>\-*+\d.)][^`\n]*)(`{3,}[\w+#.-]*)[^\S\n]*$/mu.exec(reply);
  const [whole, before = '', fence = ''] = late ?? [];
  if (late === null || whole === undefined) return reply;
  const row = reply.slice(0, late.index).split('\n').length - 1;
  if (first >= 0 && first <= row) return reply;
  return `${reply.slice(0, late.index)}${before}\n\n${fence}${reply.slice(late.index + whole.length)}`;
}

/** The language that is named behind a fence, or that its path ends with. */
function wordOf(info: string): string {
  const [first = ''] = info.trim().toLowerCase().split(/\s+/u);
  const isPath = /^[^:{}]*[\w-][/\\][^:{}]*\.[a-z0-9]+$|^[\w-]+\.[a-z0-9]+$/u.test(first);
  if (isPath) return first.slice(first.lastIndexOf('.') + 1);
  return /^\{?\.?([a-z0-9+#_-]*)/u.exec(first)?.[1] ?? '';
}

/** A block that nothing closes ends where a fence of another length or kind stands, alone or behind the code. */
function ended(content: string, isClosed: boolean): Pick<Fence, 'lines' | 'isClosed'> {
  if (content === '') return { lines: [], isClosed };
  const lines = content.replace(/\n$/u, '').split('\n');
  if (isClosed) return { lines, isClosed };
  const at = lines.findLastIndex((line) => line.trim() !== '');
  const last = lines[at] ?? '';
  const end = /(?:^\s*(?:`{3,}|~{3,})|(?<=\S)\s*`{3,})\s*$/u.exec(last);
  if (end === null) return { lines, isClosed };
  const left = last.slice(0, end.index);
  return { lines: [...lines.slice(0, at), ...(left.trim() === '' ? [] : [left])], isClosed: true };
}

/** Where the region holds fences, and the answer put no longer ones around: from the first to the last, if as many stand between as the region has. */
function outermost(text: string, inner: number, fences: readonly Fence[]): readonly Fence[] {
  const lines = text.split('\n');
  const at = lines.flatMap((line, row) => (RUN.test(line) ? [row] : []));
  const [first = 0] = at;
  const last = at.at(-1) ?? 0;
  if (fences.length < 2 || at.length !== inner + 2) return fences;
  const word = wordOf((lines[first] ?? '').replace(RUN, ''));
  return [{ word, lines: lines.slice(first + 1, last), isClosed: true }];
}

function explanationIn(said: readonly string[]): string {
  const paragraphs = said.map((text) => withoutUnseen(text).replace(/\s+/gu, ' ').trim()).filter((text) => text !== '');
  const told = paragraphs.find((text) => !text.endsWith(':')) ?? paragraphs[0] ?? '';
  return [...told].slice(0, EXPLANATION_CHARS).join('');
}
