/** What is counted: identifiers that are typed next, that the window does not show, and that the context does. Pure. */
import type { Snippet } from '../../src/text/snippet.ts';
import { estimateTokens } from '../../src/text/tokens.ts';
import type { Cursor } from './cursors.ts';

/** Lines of the file that a prompt shows anyway. */
export const ROWS_ABOVE = 60;
export const ROWS_BELOW = 20;
/** Names without a signature count up to that share of the budget. */
const NAMES_SHARE = 0.15;

const IDENTIFIER = /[A-Za-z_\u00aa-\uffff][\w\u00aa-\uffff]*/gu;
const COMMENTS_AND_STRINGS =
  /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|(?:^|\s)#(?!\[)[^\n]*|^\s*\*[^\n]*/gmu;
/** Words of the languages themselves, and single letters, are no names of anything. */
const KEYWORDS = new Set(
  (
    'abstract and array as async await bool boolean break callable case catch class clone const continue declare def default del die do echo elif ' +
    'else elseif empty end enum except exit export extends false final finally float fn for foreach from func function global go goto if ' +
    'implements import in include instanceof insteadof int interface is isset iterable lambda let list match mixed mod mut namespace never new nil none null ' +
    'None True False object of or package parent pass print private protected pub public raise readonly require return self static str string struct super ' +
    'switch this throw trait true try type typeof undefined union unset use using var void while with xor yield elif require_once include_once'
  ).split(' '),
);

export type Variant = 'A' | 'B';

/** The names that are typed next and stand neither above nor below the cursor in the window. */
export function novelNames(cursor: Cursor, variant: Variant): ReadonlySet<string> {
  const { lines, row, col, restOfLine, nextLines } = cursor;
  const before = (lines[row] ?? '').slice(0, col);
  // A name that is half typed counts as the whole one.
  const half = /[A-Za-z_\u00aa-\uffff][\w\u00aa-\uffff]*$/u.exec(before)?.[0] ?? '';
  const startsInName = /^[\w\u00aa-\uffff]/u.test(restOfLine);
  const truth = (startsInName ? half : '') + restOfLine + (variant === 'A' ? '' : `\n${nextLines.join('\n')}`);
  const above = lines.slice(Math.max(0, row - ROWS_ABOVE), row);
  const shownBefore = startsInName ? before.slice(0, before.length - half.length) : before;
  const shown = namesIn([...above, shownBefore, ...lines.slice(row + 1, row + 1 + ROWS_BELOW)].join('\n'));
  const novel = new Set<string>();
  for (const name of namesIn(truth.replace(COMMENTS_AND_STRINGS, ' '))) if (!shown.has(name)) novel.add(name);
  return novel;
}

export function namesIn(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [name] of text.matchAll(IDENTIFIER)) if (name.length > 1 && !KEYWORDS.has(name)) names.add(name);
  return names;
}

/** Names that a context shows: in code and signatures, and as bare names only as far as their share goes. */
export function namesOfContext(
  snippets: readonly Pick<Snippet, 'kind' | 'text'>[],
  budget: number,
): ReadonlySet<string> {
  const code: string[] = [];
  const bare: string[] = [];
  for (const { kind, text } of snippets) {
    for (const line of text.split('\n')) (kind === 'names' || isListOfNames(line) ? bare : code).push(line);
  }
  let left = budget * NAMES_SHARE;
  const counted: string[] = [];
  for (const word of bare.join('\n').split(/(?<=[\s,])/u)) {
    left -= estimateTokens(word);
    if (left < 0) break;
    counted.push(word);
  }
  return namesIn([...code, counted.join('')].join('\n'));
}

function isListOfNames(line: string): boolean {
  return /^\s*(?:\/\/|#|--)\s*also:/u.test(line);
}
