/** Reads a model's reply: one sentence and one fenced block. Refuses what is neither; guesses nothing. Pure. */
import MarkdownIt from 'markdown-it';
import { namedLanguages } from './languages/registry.ts';
import type { Refusal } from './refusal.ts';

export interface Answer {
  /** What the model says it did: its first paragraph; '' where it says nothing. */
  readonly explanation: string;
  /** Lines of the block, without line ends. */
  readonly lines: readonly string[];
}

/** Longest explanation that is shown, in characters. */
const EXPLANATION_CHARS = 300;
/** Words at a fence that say nothing of a language. */
const ANY_LANGUAGE = new Set(['', 'text', 'txt', 'plaintext', 'plain', 'code', 'none']);
const markdown = new MarkdownIt('commonmark', { html: false });

interface Fence {
  readonly word: string;
  readonly content: string;
  readonly isClosed: boolean;
}

/**
 * @param endedWell the model ended by itself: it was not cut off by a limit
 * @param languageId of the region, as in `src/syntax`
 * @param region its lines as the model was shown them
 */
export function readAnswer(
  reply: string,
  endedWell: boolean,
  languageId: string,
  region: readonly string[],
): Answer | Refusal {
  const spoken = withoutThoughts(reply.replace(/\r\n?/gu, '\n'));
  if (spoken === undefined) return { verdict: 'cut-off', detail: 'The model was still thinking when it ended.' };
  if (spoken.trim() === '') return { verdict: 'empty', detail: 'The answer is empty.' };
  if (isJson(spoken)) return { verdict: 'json', detail: 'The answer is JSON, not a fenced block of code.' };
  const { fences, explanation } = read(spoken);
  if (fences.length === 0) return { verdict: 'no-code', detail: 'The answer has no fenced block of code.' };
  const own = fences.filter(({ word }) => isOf(word, languageId));
  const [other] = fences;
  if (own.length === 0) {
    if (other !== undefined && (other.word === 'json' || isJson(other.content)))
      return { verdict: 'json', detail: 'The block is JSON, not the region.' };
    return { verdict: 'wrong-language', detail: `The block is marked as ${other?.word}, the region is ${languageId}.` };
  }
  const told = distinct(own).filter(({ content }) => own.length === 1 || !isSame(linesOf(content), region));
  if (told.length === 0) return { verdict: 'no-op', detail: 'The blocks are the region as it was.' };
  const [block] = told;
  if (block === undefined || told.length > 1) {
    return { verdict: 'several-blocks', detail: `The answer has ${told.length} blocks of code, one was asked for.` };
  }
  if (isJson(block.content)) return { verdict: 'json', detail: 'The block is JSON, not the region.' };
  if (!block.isClosed && !endedWell) return { verdict: 'cut-off', detail: 'The block was cut off before its end.' };
  return { explanation, lines: linesOf(block.content) };
}

/** `undefined` where the thoughts have no end. Some templates leave out the opening tag. */
function withoutThoughts(reply: string): string | undefined {
  const rest = reply.replace(/<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/giu, '');
  const end = /<\/think(?:ing)?>/iu.exec(rest);
  const spoken = end === null ? rest : rest.slice(end.index + end[0].length);
  return /^\s*<think(?:ing)?>/iu.test(spoken) ? undefined : spoken;
}

function read(text: string): { fences: readonly Fence[]; explanation: string } {
  const fences: Fence[] = [];
  let explanation = '';
  const tokens = markdown.parse(text, {});
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'fence') {
      const [first, end] = token.map ?? [0, 0];
      const inner = token.content === '' ? 0 : token.content.replace(/\n$/u, '').split('\n').length;
      const word = /^\{?\.?([a-z0-9+#_-]*)/iu.exec(token.info.trim())?.[1] ?? '';
      fences.push({ word: word.toLowerCase(), content: token.content, isClosed: end - first >= inner + 2 });
    } else if (token.type === 'inline' && tokens[index - 1]?.type === 'paragraph_open' && explanation === '') {
      explanation = token.content.replace(/\s+/gu, ' ').trim().slice(0, EXPLANATION_CHARS);
    }
  }
  return { fences, explanation };
}

function isOf(word: string, languageId: string): boolean {
  return ANY_LANGUAGE.has(word) || word === languageId || namedLanguages(word).includes(languageId);
}

function isJson(text: string): boolean {
  if (!/^\s*[{[]/u.test(text)) return false;
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

function linesOf(content: string): readonly string[] {
  return content.replace(/\n$/u, '').split('\n');
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  const bare = (lines: readonly string[]): string =>
    lines
      .map((line) => line.trim())
      .join('\n')
      .trim();
  return bare(a) === bare(b);
}

function distinct(fences: readonly Fence[]): readonly Fence[] {
  return [...new Map(fences.map((fence) => [fence.content.trim(), fence])).values()];
}
