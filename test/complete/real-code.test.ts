import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extentAt } from '../../src/complete/extent.ts';
import { fitToLine } from '../../src/complete/tail.ts';
import { readBrackets } from '../../src/filter/brackets.ts';
import { runFilters } from '../../src/filter/pipeline.ts';
import { type BlockReader, createSyntax, grammarsFolder } from '../../src/syntax/block-reader.ts';
import { php } from '../../src/syntax/languages/php.ts';
import { accepted } from './notation.ts';

/** A piece of a file that was taken out: the cursor stands in its place. */
interface Hole {
  readonly above: string;
  /** Of the cursor's line. */
  readonly before: string;
  readonly missing: string;
  /** Closers behind the cursor, as plugins pair them. */
  readonly paired: string;
  readonly below: string;
}

/** Lines that the model goes on for: more than any block here. */
const RUN_ON = 30;
/** Signs alone are never suggested: those holes stay. */
const ONLY_SIGNS = /^[^\w})\]]+$/u;
/** Every n-th column is enough. */
const COLUMN_STEP = 3;
/** Thousands of holes, one after the other: 10 s, on a machine that may be busy. In ms. */
const LONG_MS = 120_000;

/** What stands in the file once the answer of a model is accepted that knows the file by heart, ignores the suffix and never stops. */
function completed({ above, before, missing, paired, below }: Hole, syntax: BlockReader | undefined): string {
  const situation = {
    path: '',
    filetype: 'php',
    prefix: above + before,
    suffix: paired + below,
    indentUnit: '    ',
  };
  const said = missing + below.split('\n').slice(0, RUN_ON).join('\n');
  const extent = extentAt(situation, 'auto', syntax);
  const { text } = runFilters(said, { ...situation, stop: [], extent, syntax, done: true });
  return accepted(situation, fitToLine(text, situation));
}

function* holes(): Generator<Hole> {
  const root = new URL('../fixtures/shop/src', import.meta.url).pathname;
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.php')) continue;
    const lines = readFileSync(join(root, file), 'utf8').split('\n');
    for (const [row, line] of lines.entries()) {
      const above = lines.slice(0, row).map((text) => `${text}\n`);
      const below = ['', ...lines.slice(row + 1)].join('\n');
      for (let col = line.search(/\S/u) + 1; col > 0 && col < line.length; col += COLUMN_STEP) {
        const [before, missing] = [line.slice(0, col), line.slice(col)];
        if (!ONLY_SIGNS.test(missing)) yield { above: above.join(''), before, missing, paired: '', below };
      }
    }
  }
}

/** The holes in which `hole` is not filled with what was there, in words, and how many were looked at. */
function wrong(
  all: Iterable<Hole>,
  syntax: BlockReader | undefined,
): { readonly failed: readonly string[]; readonly count: number } {
  const failed: string[] = [];
  let count = 0;
  for (const hole of all) {
    count++;
    const { above, before, missing, paired, below } = hole;
    if (completed(hole, syntax) !== above + before + missing + below) failed.push(`${before}|${paired}`);
  }
  return { failed, count };
}

function* withPairs(end: string): Generator<Hole> {
  for (const hole of holes()) {
    const paired = readBrackets('', hole.before).open.join('');
    const { closes, open } = readBrackets(hole.before, hole.missing);
    const closesAll = paired !== '' && closes.length >= paired.length && open.length === 0;
    if (closesAll && hole.missing.endsWith(end)) yield { ...hole, paired: paired + end };
  }
}

describe('a model that knows the file, repeats the suffix and never stops', () => {
  const loading = createSyntax(grammarsFolder());
  let reader: BlockReader | undefined;
  beforeAll(async () => {
    reader = await loading.load(php);
  });
  afterAll(() => loading.dispose());

  const kinds = [
    ['to the end of a line', holes],
    ['around paired brackets', () => withPairs('')],
    ['around paired brackets and a semicolon', () => withPairs(';')],
  ] as const;
  describe.each([
    ['with a grammar', true],
    ['without', false],
  ])('%s', (_, isParsed) => {
    it.each(kinds)(
      'fills every hole %s with what was there, and nothing else',
      (_name, all) => {
        const { failed, count } = wrong(all(), isParsed ? reader : undefined);
        expect(count).toBeGreaterThan(1000);
        expect(failed).toEqual([]);
      },
      LONG_MS,
    );
  });
});
