/** Asks the grammar where the block ends, line by line: the verdict on a line depends on the lines up to it alone, so a longer text cannot change it. */
import { continues, isText } from './code-lines.ts';
import { ended, type FilterContext, type Filtered } from './filter.ts';

/** Lines longer than this in all are not parsed anew for each line: by then no one waits for the end. In UTF-16 units. */
const MOST_PARSED = 8000;

/** Answers that the next chunk of a stream asks for again. */
const known = new Map<string, number | undefined>();
let knownFor: { readonly prefix: string; readonly syntax: unknown } | undefined;

/**
 * The text up to where the block ends, when the lines up to `row` show it.
 * @param isOwned whether the block is the one that the cursor's line opens, rather than the one that it stands in
 */
export function syntaxEnd(
  lines: readonly string[],
  row: number,
  isOwned: boolean,
  context: FilterContext,
): Filtered | undefined {
  if (context.syntax === undefined || row === 0) return undefined;
  const text = lines.slice(0, row + 1).join('\n');
  if (text.length > MOST_PARSED) return undefined;
  const end = ask(text, isOwned, context);
  if (end === undefined || end > text.length) return undefined;
  const rest = text.slice(end);
  // The statement goes on behind the closer: `} else {`.
  if (continues(rest.trimStart())) return undefined;
  return isText(rest.replace(/^[)\]};,\s]+/u, '')) || rest.includes('\n')
    ? ended(text.slice(0, end).trimEnd())
    : ended(text.trimEnd());
}

function ask(text: string, isOwned: boolean, { syntax, prefix }: FilterContext): number | undefined {
  if (knownFor?.prefix !== prefix || knownFor.syntax !== syntax) {
    known.clear();
    knownFor = { prefix, syntax };
  }
  const key = `${isOwned ? 'owned' : 'around'}\n${text}`;
  if (!known.has(key)) {
    known.set(key, isOwned ? syntax?.openedEnd(prefix, text) : syntax?.blockEnd(prefix, text)?.outer);
  }
  return known.get(key);
}
