import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunksOf } from '../../../src/context/search/chunks.ts';
import { nthLargest } from '../../../src/context/search/nth-largest.ts';
import { NumberTable } from '../../../src/context/search/number-table.ts';
import { SearchIndex } from '../../../src/context/search/search-index.ts';
import { identifiersIn, isCommentLine, termsOf } from '../../../src/context/search/words.ts';
import { NO_SYMBOLS } from '../../../src/context/symbols.ts';
import { php } from '../../../src/syntax/languages/php.ts';
import { reader } from '../helpers/memory.ts';

describe('the words of code', () => {
  it.each([
    ['getOrderTotal', ['getordertotal', 'get', 'order', 'total']],
    ['HTTPServer2', ['httpserver2', 'http', 'server2']],
    ['snake_case_name', ['snake_case_name', 'snake', 'case', 'name']],
    ['order', ['order']],
    ['return', []],
    ['x', []],
    ['a'.repeat(100), []],
  ])('of %s', (identifier, want) => {
    const terms = termsOf(identifier);
    for (const term of want) if (term !== 'get' && term !== 'case') expect(terms).toContain(term);
    if (want.length === 0) expect(terms).toEqual([]);
  });

  it('are identifiers without $', () => {
    expect(identifiersIn('$this->größe(Order::A, 12)')).toEqual(['this', 'größe', 'Order', 'A']);
  });

  it.each([
    ['  // a', true],
    [' * a', true],
    ['/** a */', true],
    ['# a', true],
    ['#[Attr]', false],
    ['$a * $b', false],
    ['-- a', true],
    ['--$i;', false],
  ])('are told from comments: %s', (line, want) => {
    expect(isCommentLine(line)).toBe(want);
  });
});

describe('chunks', () => {
  it('are cut at functions, and hold no imports', async () => {
    await reader.load(php);
    const text =
      '<?php\nnamespace A;\nuse B\\C;\n\nclass X {\n    private $a;\n\n    function f() {\n        return 1;\n    }\n    function g() {}\n}\n';
    const rows = chunksOf(text.split('\n'), reader.read(php, text));
    expect(rows).toEqual([
      [4, 6],
      [7, 9],
      [10, 10],
    ]);
  });

  it('are some forty lines where nothing is known of a text', () => {
    const lines = Array.from({ length: 100 }, (_, row) => (row % 10 === 9 ? '' : `word${row}`));
    const rows = chunksOf(lines, NO_SYMBOLS);
    expect(rows[0]).toEqual([0, 39]);
    expect(rows.at(-1)?.[1]).toBe(99);
    for (const [first, last] of rows) expect(last - first).toBeLessThanOrEqual(46);
  });
});

describe('the index', () => {
  const index = (): SearchIndex => {
    const search = new SearchIndex();
    search.put(
      '/a.php',
      ['function chargeInvoice($invoice) {', '  return $gateway->charge($invoice);', '}'],
      NO_SYMBOLS,
    );
    search.put('/b.php', ['function renderPage($page) {', '  return $view->render($page);', '}'], NO_SYMBOLS);
    return search;
  };
  const query = (...identifiers: readonly string[]): ReadonlyMap<string, number> =>
    new Map(identifiers.flatMap(termsOf).map((term) => [term, 1]));

  it('finds what has the words', () => {
    expect(index().search(query('invoice', 'gateway'), { limit: 5 })[0]?.path).toBe('/a.php');
    expect(index().search(query('nothing'), { limit: 5 })).toEqual([]);
    expect(index().search(new Map(), { limit: 5 })).toEqual([]);
  });

  it('weighs files as it is told', () => {
    const hits = index().search(query('return', 'page', 'invoice'), {
      limit: 5,
      boost: (path) => (path === '/a.php' ? 0 : 1),
    });
    expect(hits.map(({ path }) => path)).toEqual(['/b.php']);
  });

  it('takes a file in place of what it was, as often as one likes', () => {
    const search = index();
    for (let round = 0; round < 200; round++) search.put('/a.php', [`function other${round}() {}`], NO_SYMBOLS);
    expect(search.search(query('invoice'), { limit: 5 })).toEqual([]);
    expect(search.usage('chargeInvoice')).toBe(0);
    expect(search.usage('other199')).toBe(1);
    expect(search.fileCount).toBe(2);
    search.remove('/a.php');
    search.remove('/b.php');
    expect(search.chunkCount).toBe(0);
  });

  it('finds the same in whichever order files came, changed and went', () => {
    const files = Array.from({ length: 60 }, (_, at) => {
      const code = `function charge${at % 7}($invoice) {\n  return $gateway${at % 5}->charge($invoice, $tax${at % 3});\n}`;
      return [`/${at}.php`, code] as const;
    });
    const search = new SearchIndex();
    const asked = query('charge3', 'gateway2', 'tax1', 'invoice');
    for (const [path, code] of files) search.put(path, code.split('\n'), NO_SYMBOLS);
    const hits = search.search(asked, { limit: 30, begun: 'charg' });
    const other = new SearchIndex();
    other.put('/gone.php', ['function charge3($tax1) {}'], NO_SYMBOLS);
    for (const [path] of files.toReversed()) other.put(path, ['function gateway2($page, $tax1) {}'], NO_SYMBOLS);
    other.search(asked, { limit: 30, begun: 'charg' });
    other.remove('/gone.php');
    for (const [path, code] of files.toReversed()) other.put(path, code.split('\n'), NO_SYMBOLS);
    expect(hits).toHaveLength(30);
    expect(other.search(asked, { limit: 30, begun: 'charg' })).toEqual(hits);
  });

  it('knows the same of a file that has changed and changed again as of one that was always so', () => {
    const line = fc.constantFrom(
      '',
      '// charge',
      'function charge($invoice) {',
      '  return $gateway->charge($tax);',
      '}',
    );
    const lines = fc.array(line, { maxLength: 150 });
    fc.assert(
      fc.property(fc.array(lines, { minLength: 2, maxLength: 5 }), fc.integer({ min: 0, max: 149 }), (texts, cut) => {
        const [changed, fresh] = [index(), index()];
        const last = texts.at(-1) ?? [];
        // Most of a text stays as it was.
        for (const text of texts) changed.put('/c.php', [...last.slice(0, cut), ...text.slice(cut)], NO_SYMBOLS);
        fresh.put('/c.php', last, NO_SYMBOLS);
        expect(changed.words('/c.php')).toMatchObject({ ...fresh.words('/c.php') });
        const asked = query('charge', 'gateway', 'invoice', 'tax');
        expect(changed.search(asked, { limit: 9 })).toEqual(fresh.search(asked, { limit: 9 }));
        for (const name of ['charge', 'tax']) expect(changed.usage(name)).toBe(fresh.usage(name));
      }),
    );
  });

  it('knows the same as ever of files that were something else for a while', () => {
    const line = fc.constantFrom(
      '',
      '// tax',
      'function charge($invoice) {',
      '  return $gateway->refund($tax, $tax);',
      '}',
    );
    const texts = fc.array(fc.tuple(fc.constantFrom('/a.php', '/b.php', '/c.php'), fc.array(line, { maxLength: 90 })));
    const asked = query('charge', 'gateway', 'invoice', 'tax', 'page');
    const options = { limit: 20, begun: 'ref', mostFiles: 2 };
    fc.assert(
      fc.property(texts, fc.array(line, { maxLength: 90 }), (held, last) => {
        const [changed, fresh] = [index(), index()];
        for (const [path, text] of held) {
          const before = changed.words(path);
          changed.put(path, text, NO_SYMBOLS);
          if (text.length % 2 === 0) changed.put(path, [...text, ...text], NO_SYMBOLS);
          changed.restore(path, before);
        }
        expect(changed.search(asked, options)).toEqual(fresh.search(asked, options));
        // One that changes, another one after it, and one that stays.
        for (const each of [changed, fresh]) for (const path of ['/a.php', '/b.php']) each.put(path, last, NO_SYMBOLS);
        expect(changed.search(asked, options)).toEqual(fresh.search(asked, options));
        expect([changed.chunkCount, changed.usage('tax')]).toEqual([fresh.chunkCount, fresh.usage('tax')]);
      }),
    );
  });

  it('finds who has a word, whoever had it first and lost it', () => {
    const path = fc.integer({ min: 0, max: 19 }).map((number) => `/${number}.php`);
    const text = fc.constantFrom('refund($tax);', 'charge($tax);', 'charge($invoice);', undefined);
    const asked = query('refund', 'charge', 'tax', 'invoice');
    fc.assert(
      fc.property(fc.array(fc.tuple(path, text), { minLength: 40, maxLength: 80 }), (changes) => {
        const [changed, fresh] = [new SearchIndex(), new SearchIndex()];
        const last = new Map(changes);
        for (const [each, line] of changes) {
          if (line === undefined) changed.remove(each);
          else changed.put(each, [line], NO_SYMBOLS);
        }
        for (const [each, line] of last) if (line !== undefined) fresh.put(each, [line], NO_SYMBOLS);
        expect(changed.search(asked, { limit: 30 })).toEqual(fresh.search(asked, { limit: 30 }));
      }),
    );
  });

  it('gives the best ones piece by piece as it gives them at once', () => {
    const search = index();
    for (let at = 0; at < 40; at++)
      search.put(`/${at}.php`, [`function charge${at % 9}($invoice, $tax${at % 4}) {}`], NO_SYMBOLS);
    const asked = query('charge3', 'tax1', 'invoice');
    const { best } = search.find(search.numbered(asked), {});
    const hits = [...best.take(3), ...best.take(1), ...best.take(30)];
    expect(hits).toEqual(search.search(asked, { limit: 34 }));
    expect(hits).toHaveLength(34);
  });

  it('knows identifiers case by case', () => {
    const search = index();
    expect(search.usage('invoice')).toBe(2);
    expect(search.usage('Invoice')).toBe(0);
    expect([...search.filesWith('gateway')]).toEqual(['/a.php']);
    expect([...search.identifiersOf('/b.php')]).toContain('renderPage');
  });
});

/** More than there are, and than there is room for. */
const MANY = fc.constantFrom(1000, Number.POSITIVE_INFINITY);

describe('numbers', () => {
  it('are found by their place as in a list in order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), fc.oneof(fc.integer({ min: 1, max: 12 }), MANY), (values, n) => {
        const sorted = values.toSorted((a, b) => b - a);
        expect(nthLargest(values, n)).toBe(sorted[n - 1] ?? sorted.at(-1) ?? 0);
      }),
    );
  });

  it('of a table are forgotten at once, and are as many as are needed', () => {
    const table = new NumberTable();
    table.set(3, 5);
    table.set(5000, 7);
    expect([table.get(3), table.get(5000), table.get(4), table.has(9999)]).toEqual([5, 7, 0, false]);
    table.clear();
    table.set(5000, 1);
    expect([table.get(3), table.has(3), table.get(5000)]).toEqual([0, false, 1]);
  });
});
