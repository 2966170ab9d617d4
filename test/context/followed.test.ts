import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ContextDocument } from '../../src/context/documents.ts';
import { followed } from '../../src/context/followed.ts';
import { lua } from '../../src/syntax/languages/lua.ts';
import { php } from '../../src/syntax/languages/php.ts';
import { python } from '../../src/syntax/languages/python.ts';
import { reader } from './helpers/memory.ts';

const CODE = `<?php
class Order
{
    private int $total = 0;

    public function total(): int
    {
        $sum = 0;
        return $sum;
    }

    public function add(int $cents): void
    {
        $this->total += $cents;
    }
}`.split('\n');

beforeAll(() => reader.load(php));

const read = (lines: readonly string[]) =>
  new ContextDocument({ path: '/a.php', filetype: 'php', lines }, reader).symbolsAt(0, 0);

describe('what a document declares', () => {
  it('is the same as read anew, whatever is typed in the statements of a function', () => {
    const statement = fc.constantFrom('$a = 1;', '$this->total = $sum;', '', '// a note', 'f($x, [1, 2]);', "g('a');");
    fc.assert(
      fc.property(
        fc.constantFrom(7, 8, 13),
        fc.integer({ min: 0, max: 1 }),
        fc.array(
          statement.map((code) => `        ${code}`),
          { maxLength: 4 },
        ),
        (firstRow, removed, lines) => {
          const before = read(CODE);
          const oldLines = CODE.slice(firstRow, firstRow + removed);
          const after = CODE.toSpliced(firstRow, removed, ...lines);
          expect(followed(before, php, CODE, { firstRow, oldLines, lines })?.declarations.map(placeOf)).toEqual(
            read(after).declarations.map(placeOf),
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each([
    ['a brace is typed', php, CODE, { firstRow: 7, oldLines: [CODE[7] ?? ''], lines: ['        if ($sum) {'] }],
    ['a comment is begun', php, CODE, { firstRow: 7, oldLines: [], lines: ['        /* '] }],
    ['the row of a declaration goes', php, CODE, { firstRow: 3, oldLines: [CODE[3] ?? ''], lines: [] }],
    ['a word begins a block', lua, ['local x = 1'], { firstRow: 0, oldLines: [], lines: ['function M.a()'] }],
  ])('is read anew where %s', (_, language, lines, change) => {
    expect(followed(read(CODE), language, lines, change)).toBeUndefined();
  });

  it('is read anew where a line leaves a block that ends by indentation', () => {
    const lines = ['def total():', '    return 1'];
    const symbols = {
      ...read(CODE),
      declarations: read(CODE)
        .declarations.slice(0, 1)
        .map((each) => ({ ...each, row: 0, nameRow: 0, endRow: 1 })),
    };
    const change = (text: string) => ({ firstRow: 1, oldLines: ['    return 1'], lines: [text] });
    expect(followed(symbols, python, lines, change('    return 2'))).toBe(symbols);
    expect(followed(symbols, python, lines, change('return 2'))).toBeUndefined();
  });
});

function placeOf({ name, row, endRow, nameRow }: { name: string; row: number; endRow: number; nameRow: number }) {
  return [name, row, endRow, nameRow];
}
