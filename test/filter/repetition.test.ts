import { describe, expect, it } from 'vitest';
import { runFilters } from '../../src/filter/pipeline.ts';
import { filter, nowhere, table, type Where } from './stream.ts';

const check = (_: string, said: string, want: string, where: Partial<Where>): void => {
  expect(filter(said, where).text).toBe(want);
};

/** `count` lines of `line`, with `#` as a counter. */
const lines = (line: string, count: number): string =>
  Array.from({ length: count }, (_, i) => line.replaceAll('#', String(i))).join('\n');

const BINDINGS = ['User', 'Order', 'Invoice', 'Customer', 'Product', 'Warehouse', 'Shipment', 'Payment']
  .map((name) => `$this->app->bind(${name}Repository::class, Pdo${name}Repository::class);`)
  .join('\n');

describe('the line below', () => {
  const below = { suffix: '\n    return $total;\n}' };
  it.each(
    table([
      ['ends the text where it is repeated', '$a = 1;\n    return $total;\n}', '$a = 1;', below],
      ['ends it with other blanks', '$a = 1;\nreturn  $total;', '$a = 1;', below],
      ['ends it with a slip', '$a = 1;\n    return $total', '$a = 1;', below],
      ['ends it with a letter more', '$a = 1;\n    return $totals;', '$a = 1;', below],
      ['is another with another word', '$a = 1;\n    return $other;', '$a = 1;\n    return $other;', below],
      ['is another with another number', "it('does 2');", "it('does 2');", { suffix: "\nit('does 3');" }],
      [
        'is another with another operator',
        'f(hint + distance);',
        'f(hint + distance);',
        { suffix: '\nf(hint - distance);' },
      ],
      ['is several where it is short', 'g;\n/**\n * H.\n */', 'g;', { suffix: '\n/**\n * H.\n */\nh;' }],
      ['is another in a list', 'bind(A::class);', 'bind(A::class);', { suffix: '\nbind(B::class);' }],
      [
        'counts through a closer behind the cursor',
        'return $total',
        '',
        { suffix: ';\n    return $total;', prefix: '{\n    ' },
      ],
      ['may be short and come again', 'g;\n    f;', 'g;\n    f;', { suffix: '\n    f;\n}' }],
    ]),
  )('%s', check);

  it('is held back while the line may become it', () => {
    const at = { ...nowhere, ...below, done: false };
    expect(runFilters('$a = 1;\n    return', at).text).toBe('$a = 1;');
    expect(runFilters('$a = 1;\n    return $nothing', at).text).toBe('$a = 1;\n    return $nothing');
  });
});

describe('a line again and again', () => {
  it.each(
    table([
      ['stays once', lines('const a = 1;', 5), 'const a = 1;'],
      ['stays once behind others', `a();\n${lines('log("again");', 3)}\nb();`, 'a();\nlog("again");'],
      ['may be a row of numbers', lines('0,', 6), lines('0,', 6)],
      ['may be a short statement', 'i++;\ni++;', 'i++;\ni++;'],
      ['may stand apart', 'a(one);\nb();\na(one);', 'a(one);\nb();\na(one);'],
      ['may be a tag at another depth', '    </div>\n  </div>\n</div>', '    </div>\n  </div>\n</div>'],
    ]),
  )('%s', check);
});

describe('a block again and again', () => {
  const block = 'function one() {\n  return 1;\n}\n';
  const long = `${lines('  call(first, second, "third");\n  other(first, "#");', 1)}\n${lines('  last(of, the, block, "with", "many", "words", and, some, more, names, #);', 1)}\n`;
  it.each(
    table([
      ['stays once', block.repeat(4), block.trimEnd()],
      ['stays once with empty lines between', `${block}\n`.repeat(4), block.trimEnd()],
      ['may come twice when it is short', block.repeat(2), block.repeat(2).trimEnd()],
      ['stays once when it is long', long.repeat(2), long.trim()],
    ]),
  )('%s', (name, said, want) => expect(filter(said).text.trim(), name).toBe(want));
});

describe('a circle inside of a line', () => {
  it.each(
    table([
      ['takes the line', 'foo = foo = foo = foo = foo = foo = foo =', '', { prefix: 'let foo = ' }],
      ['leaves the lines above', 'a = 1;\nb = "very very very very very very very', 'a = 1;'],
      ['is no ruler', `// one ${'-'.repeat(60)}`, `// one ${'-'.repeat(60)}`],
      ['is no row of numbers', '[0, 0, 0, 0, 0, 0, 0, 0, 0, 0]', '[0, 0, 0, 0, 0, 0, 0, 0, 0, 0]'],
      [
        'is no row of a table',
        '| a |\n| --- | --- | --- | --- | --- | --- |',
        '| a |\n| --- | --- | --- | --- | --- | --- |',
      ],
      [
        'is no string of bytes',
        String.raw`'\x00\x00\x00\x00\x00\x00\x00\x00'`,
        String.raw`'\x00\x00\x00\x00\x00\x00\x00\x00'`,
      ],
      ['is no indentation', `${' '.repeat(60)}deep();`, `${' '.repeat(60)}deep();`],
    ]),
  )('%s', check);
});

describe('one line in variations', () => {
  it.each(
    table([
      ['is dropped when it never ends', lines('$this->app->bind(Service#::class, Impl#::class);', 30), ''],
      [
        'is dropped when only names change',
        lines('$this->app->bind(SomeRepository::class, Pdo#Repository::class);', 16),
        '',
      ],
      [
        'ends behind its first line where it begins later',
        `a();\nb();\nc();\nd();\n${lines('step(#);', 20)}`,
        'a();\nb();\nc();\nd();\nstep(0);',
      ],
      ['may be a list of bindings', BINDINGS, BINDINGS],
      ['may be ten steps', lines('    $this->step#($order);', 10), lines('    $this->step#($order);', 10)],
      [
        'is not what lines share at their beginning',
        lines('            $this->repository->save(new Item(#));\n            other#($#);', 12),
        lines('            $this->repository->save(new Item(#));\n            other#($#);', 12),
      ],
    ]),
  )('%s', check);

  it('is the reason', () => {
    const said = lines('$this->app->bind(Service#::class, Impl#::class);', 30);
    expect(filter(said)).toMatchObject({ text: '', dropped: 'extreme-repetition' });
  });

  it('ends the stream as soon as it is certain', () => {
    const { ended } = runFilters(`${lines('bind(Service#::class);', 12)}\n`, { ...nowhere, done: false });
    expect(ended).toBe(true);
  });
});
