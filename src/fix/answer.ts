/** Reads a model's reply: one sentence and one fenced block. Refuses what is neither; guesses nothing. Pure. */
import { type Fence, readFences } from './fences.ts';
import type { FixLanguage } from './languages/language.ts';
import { namedLanguages } from './languages/registry.ts';
import type { Refusal } from './refusal.ts';
import type { Scene } from './scene.ts';
import { hasPieces, readPieces, withPieces } from './search-replace.ts';
import { withoutThoughts, withoutTokens } from './thoughts.ts';

export interface Answer {
  /** What the model says it did: its first paragraph; '' where it says nothing. */
  readonly explanation: string;
  /** Lines of the block, without line ends. */
  readonly lines: readonly string[];
}

/** What was asked for. */
export type AskedRegion = Pick<Scene, 'languageId' | 'language' | 'dedented' | 'form'>;

/** Words at a fence that say nothing of a language. */
const ANY_LANGUAGE = new Set(['', 'text', 'txt', 'plaintext', 'plain', 'code', 'none']);

/**
 * @param endedWell the model ended by itself: it was not cut off by a limit
 * @param asked the region, its lines as the model was shown them
 */
export function readAnswer(reply: string, endedWell: boolean, asked: AskedRegion): Answer | Refusal {
  const { languageId, language, dedented: region } = asked;
  const spoken = withoutThoughts(withoutTokens(reply.replace(/\r\n?/gu, '\n'), region.join('\n')), region.join('\n'));
  if (spoken === undefined) return { verdict: 'cut-off', detail: 'The model was still thinking when it ended.' };
  if (spoken.trim() === '') {
    return endedWell
      ? { verdict: 'empty', detail: 'The answer is empty.' }
      : { verdict: 'cut-off', detail: 'The answer was cut off before it began.' };
  }
  if (hasPieces(spoken)) {
    if (asked.form === 'pieces') return inPieces(spoken, endedWell, region);
    if (!hasPieces(region.join('\n'))) return { verdict: 'patch', detail: 'The answer gives pieces, not the region.' };
  }
  const { fences, explanation } = readFences(spoken, region);
  if (fences.length === 0) return withoutBlock(spoken, endedWell);
  const own = fences.filter(({ word }) => isOf(word, languageId));
  if (own.length === 0) return inOther(fences, languageId);
  const block = theBlock(own, region, language);
  if ('verdict' in block) return block;
  if (!block.isClosed && !endedWell) return { verdict: 'cut-off', detail: 'The block was cut off before its end.' };
  if (block.lines.every(isBlank)) return { verdict: 'empty', detail: 'The block is empty.' };
  if (isJson(block.lines.join('\n')) && !isJson(region.join('\n')))
    return { verdict: 'json', detail: 'The block is JSON, not the region.' };
  if ((isPatch(block.lines) || marksLines(block.lines, region)) && !isPatch(region))
    return { verdict: 'patch', detail: 'The block is a patch, not the region.' };
  return { explanation, lines: block.lines };
}

function inPieces(spoken: string, endedWell: boolean, region: readonly string[]): Answer | Refusal {
  const pieces = readPieces(spoken, endedWell);
  if ('verdict' in pieces) return pieces;
  const lines = withPieces(region, pieces);
  if ('verdict' in lines) return lines;
  return { explanation: readFences(spoken.slice(0, spoken.search(/^.*<{5}/mu)), region).explanation, lines };
}

function withoutBlock(spoken: string, endedWell: boolean): Refusal {
  // Models forget commas and quotes in JSON: its first key tells enough.
  if (isJson(spoken) || /^\s*\{\s*"\w+"\s*:/u.test(spoken))
    return { verdict: 'json', detail: 'The answer is JSON, not a fenced block of code.' };
  if (!endedWell) return { verdict: 'cut-off', detail: 'The answer was cut off before its code.' };
  return { verdict: 'no-code', detail: 'The answer has no fenced block of code.' };
}

function inOther(fences: readonly Fence[], languageId: string): Refusal {
  const [other] = fences;
  if (other !== undefined && (/^json/u.test(other.word) || isJson(other.lines.join('\n'))))
    return { verdict: 'json', detail: 'The block is JSON, not the region.' };
  if (other !== undefined && /^(?:diff|patch|udiff)$/u.test(other.word))
    return { verdict: 'patch', detail: 'The block is a patch, not the region.' };
  return { verdict: 'wrong-language', detail: `The block is marked as ${other?.word}, the region is ${languageId}.` };
}

/** The one that is meant: quotes of the region beside it, and imports before it, are no other answers. */
function theBlock(
  own: readonly Fence[],
  region: readonly string[],
  language: FixLanguage | undefined,
): Fence | Refusal {
  const told = distinct(own.some(isFilled) ? own.filter(isFilled) : own);
  const [only] = told;
  if (only !== undefined && told.length === 1) return only;
  const fresh = told.filter(({ lines }) => !isQuote(lines, region));
  const meant = fresh.length > 0 ? fresh : told.filter(({ lines }) => !isSame(lines, region));
  const isImports = ({ lines }: Fence): boolean =>
    lines.some((line) => !isBlank(line)) && lines.every((line) => isBlank(line) || language?.importLine?.test(line));
  const imports = meant.filter(isImports);
  const code = meant.filter((each) => !imports.includes(each));
  const [block] = code;
  if (meant.length === 0) return { verdict: 'no-op', detail: 'The block is the region as it was.' };
  if (block === undefined || code.length > 1) {
    return { verdict: 'several-blocks', detail: `The answer has ${meant.length} blocks of code, one was asked for.` };
  }
  return { ...block, lines: [...imports.flatMap(({ lines }) => lines), ...block.lines] };
}

function isOf(word: string, languageId: string): boolean {
  return ANY_LANGUAGE.has(word) || word === languageId || namedLanguages(word).includes(languageId);
}

function isFilled({ lines }: Fence): boolean {
  return !lines.every(isBlank);
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}

function isJson(text: string): boolean {
  if (!/^\s*[{[]/u.test(text)) return false;
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

/** Every line is marked as come, gone or kept, and some have gone or come. */
function isPatch(lines: readonly string[]): boolean {
  const told = lines.filter((line) => !isBlank(line));
  const hasHead = told.some((line) => /^@@ .*@@|^--- \S|^\*\*\* (?:Begin|Update)/u.test(line));
  const changed = told.filter((line) => /^[+-](?![-+=])/u.test(line)).length;
  return changed > 0 && (hasHead || (told.every((line) => /^[+\- ]/u.test(line)) && changed > 1));
}

/** A line of the region marked as gone stands right before one that is marked as come. */
function marksLines(lines: readonly string[], region: readonly string[]): boolean {
  const known = new Set(region.map((line) => line.trim()));
  return lines.some((line, row) => {
    const next = lines[row + 1] ?? '';
    return (
      /^\s*-/u.test(line) &&
      /^\s*\+/u.test(next) &&
      known.has(line.replace(/^\s*-/u, '').trim()) &&
      !known.has(line.trim())
    );
  });
}

const bare = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.trim()).filter((line) => line !== '');

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return bare(a).join('\n') === bare(b).join('\n');
}

/** Lines that stand so in the region, one below the other. */
function isQuote(lines: readonly string[], region: readonly string[]): boolean {
  return `\n${bare(region).join('\n')}\n`.includes(`\n${bare(lines).join('\n')}\n`);
}

function distinct(fences: readonly Fence[]): readonly Fence[] {
  return [...new Map(fences.map((fence) => [bare(fence.lines).join('\n'), fence])).values()];
}
