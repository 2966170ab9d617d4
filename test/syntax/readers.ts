/** Readers of all languages for the tests of src/syntax, and the notation that their tables share. */
import { type BlockReader, createSyntax, grammarsFolder } from '../../src/syntax/block-reader.ts';
import type { Language } from '../../src/syntax/language.ts';
import { languageOf } from '../../src/syntax/registry.ts';

export const syntax = createSyntax(grammarsFolder());

export const language = (file: string): Language => {
  const found = languageOf({ filetype: '', path: file });
  if (!found) throw new Error(`no language for ${file}`);
  return found;
};

export const readerOf = (file: string): Promise<BlockReader> => syntax.load(language(file));

/** What a table says: `▮` is the cursor, `◁ ▷` the closing token of its block, `◀` the end of what its line opens. */
export interface Marked {
  readonly prefix: string;
  readonly text: string;
  readonly inner: number | undefined;
  readonly outer: number | undefined;
  readonly opened: number | undefined;
}

export function parseMarks(marked: string): Marked {
  const [prefix = '', after = ''] = marked.split('▮');
  const text = after.replace(/[◁▷◀]/g, '');
  const indexOf = (mark: string): number | undefined => {
    const at = after.replace(/[◁▷◀]/g, (each) => (each === mark ? each : '')).indexOf(mark);
    return at < 0 ? undefined : at;
  };
  return { prefix, text, inner: indexOf('◁'), outer: indexOf('▷'), opened: indexOf('◀') };
}

/** The answer in the notation of the table, so that a failing case shows where the end is. */
export function mark(
  prefix: string,
  text: string,
  marks: readonly [index: number | undefined, mark: string][],
): string {
  const placed = marks.flatMap(([index, each]) => (index === undefined ? [] : [{ index, each }]));
  let out = '';
  for (let at = 0; at <= text.length; at++) {
    for (const { index, each } of placed) if (index === at) out += each;
    out += text.charAt(at);
  }
  return `${prefix}▮${out}`;
}
