import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CachePlace, CompletionCache } from '../../src/complete/cache.ts';

/** A place in one file for one model; `|` is the cursor. */
function at(doc: string, over: Partial<CachePlace> = {}): CachePlace {
  const cursor = doc.indexOf('|');
  return { path: '/a.php', model: 'm', prefix: doc.slice(0, cursor), suffix: doc.slice(cursor + 1), ...over };
}

/** A cache that has been told of each place and text, in this order. */
function told(...entries: readonly (readonly [place: CachePlace, text: string])[]): CompletionCache {
  const cache = new CompletionCache();
  for (const [place, text] of entries) cache.put(place, text);
  return cache;
}

/** `count` lines of code, each unlike the others. */
const lines = (count: number): string[] =>
  Array.from({ length: count }, (_, row) => `    $value${row} = $this->read(${row});`);

describe('CompletionCache', () => {
  it.each([
    ['at the place itself', 'a(|', 'a(|', '$b);', '', '$b);'],
    ['after a key that it says', 'a(|', 'a($|', '$b);', '$', 'b);'],
    ['after a line that it says', '{|\n}', '{\n  a\n|\n}', '\n  a\n  b', '\n  a\n', '  b'],
    ['with a closer added behind the cursor', 'f|\n}', 'f($|)\n}', '($a)', '($', 'a)'],
    ['on an empty document', '|', '|', 'a', '', 'a'],
    ['from an empty prefix on', '|\nz', 'a|\nz', 'ab', 'a', 'b'],
    ['on the first line', 'a|\nz', 'ab|\nz', 'bc', 'b', 'c'],
    ['with CRLF', 'a\r\nb|\r\nz', 'a\r\nbc|\r\nz', 'cd', 'c', 'd'],
    ['with more blank lines below', 'a|\nz', 'a|\n\n  \nz', 'b', '', 'b'],
    ['with half of a character before the cursor', 'a\ud83d|', 'a\ud83d\ude00|', '\ude00b', '\ude00', 'b'],
    ['with characters beyond Latin', '日本|\n語', '日本語|\n語', '語です', '語', 'です'],
  ])('finds a text %s', (_, stored, asked, text, typed, rest) => {
    expect(told([at(stored), text]).get(at(asked))).toMatchObject({ text, typed, rest, isWhole: true });
  });

  it.each<[string, CachePlace]>([
    ['something else was typed', at('a(c|\n}')],
    ['all of it was typed', at('a($b);|\n}')],
    ['the cursor is before the place', at('a|\n}')],
    ['text before the place has changed', at('b(|\n}')],
    ['a line above has changed', at('x\na(|\n}')],
    ['the file is another', at('a(|\n}', { path: '/b.php' })],
    ['the model is another', at('a(|\n}', { model: 'n' })],
    ['the next line below is another', at('a(|\n{')],
    ['the next line below is indented otherwise', at('a(|\n  }')],
    ['there is no line below any more', at('a(|')],
  ])('finds nothing when %s', (_, asked) => {
    expect(told([at('a(|\n}'), '$b);']).get(asked)).toBeUndefined();
  });

  it('prefers the nearest place, and takes the next further one where that does not go on', () => {
    const cache = told([at('a|'), 'bcx'], [at('ab|'), 'cd'], [at('abc|'), 'y']);
    expect(cache.get(at('abc|'))).toMatchObject({ text: 'y', typed: '' });
    expect(cache.get(at('abcd|'))).toBeUndefined();
    expect(cache.get(at('abcx|'))).toBeUndefined();
    cache.put(at('a|'), 'bcdz');
    expect(cache.get(at('abcd|'))).toMatchObject({ text: 'bcdz', typed: 'bcd', rest: 'z' });
  });

  it('tells what stood behind the place on its line, which is no part of the key', () => {
    const cache = told([at('f(|)\nb'), 'a']);
    expect(cache.get(at('f(|);\nb'))).toMatchObject({ text: 'a', after: ')' });
  });

  it('offers every place before the cursor, the nearest first, whatever was typed', () => {
    const cache = told([at('a|'), '1'], [at('ab\n|'), '2'], [at('ab\nc|'), '3'], [at('x|'), '4']);
    expect([...cache.candidates(at('ab\nc|'))]).toEqual([
      { text: '3', typed: '', isWhole: true, after: '' },
      { text: '2', typed: 'c', isWhole: true, after: '' },
      { text: '1', typed: 'b\nc', isWhole: true, after: '' },
    ]);
  });

  it.each([128, 2000])('finds a text again after %i characters were typed, and taken back', (count) => {
    const typed = lines(80).join('\n').slice(0, count);
    const doc = `${lines(300).reverse().join('\n')}\n|\n}`;
    const cache = told([at(doc), `${typed}more`]);
    expect(cache.get(at(doc.replace('|', () => `${typed}|`)))).toMatchObject({ typed, rest: 'more' });
    expect(cache.get(at(doc))).toMatchObject({ typed: '', rest: `${typed}more` });
  });

  it('finds a text from another window of the document', () => {
    const all = lines(200);
    const window = (first: number, typed = ''): CachePlace => at(`${all.slice(first).join('\n')}\n  ${typed}|\n}`);
    fc.assert(
      fc.property(fc.nat(191), fc.nat(191), fc.nat(9), (stored, asked, count) => {
        const cache = told([window(stored), 'return 1;']);
        const typed = 'return 1;'.slice(0, count);
        expect(cache.get(window(asked, typed))?.rest).toBe(count === 9 ? undefined : 'return 1;'.slice(count));
      }),
    );
  });

  it('tells places in alike blocks apart by the lines above', () => {
    const block = (row: number): string => `f(${row});\n${'  a\n'.repeat(6)}  |\n}`;
    const cache = told([at(block(1)), 'one'], [at(block(2)), 'two']);
    expect(cache.get(at(block(1)))?.text).toBe('one');
    expect(cache.get(at(block(2)))?.text).toBe('two');
  });

  it('finds places in a line of 100,000 characters', () => {
    const line = Array.from({ length: 20_000 }, (_, i) => `${i};`)
      .join('')
      .slice(0, 100_000);
    const cache = told([at(`${line}|`), 'abc']);
    expect(cache.get(at(`${line}a|`))).toMatchObject({ typed: 'a', rest: 'bc' });
    expect(cache.get(at(`${line.slice(1)}|`))?.text).toBe('abc');
    expect(cache.get(at(`${line.slice(0, -1)}|`))).toBeUndefined();
  });

  describe('put again', () => {
    it.each<[string, first: [string, boolean], second: [string, boolean], want: [string, boolean]]>([
      ['takes another text', ['ab', true], ['cd', true], ['cd', true]],
      ['takes a longer text', ['ab', false], ['abc', false], ['abc', false]],
      ['takes a shorter text that the model ended', ['abc', false], ['ab', true], ['ab', true]],
      ['keeps the longer text where the new one was cut short', ['abc', false], ['ab', false], ['abc', false]],
      ['keeps a whole text where the same was cut short', ['abc', true], ['abc', false], ['abc', true]],
    ])('%s', (_, first, second, [text, isWhole]) => {
      const cache = new CompletionCache();
      cache.put(at('|'), ...first);
      cache.put(at('|'), ...second);
      expect(cache.get(at('|'))).toEqual({ text, typed: '', rest: text, isWhole, after: '' });
      expect(cache.size).toBe(1);
    });
  });

  it('stores no empty text', () => {
    const cache = told([at('|'), '']);
    expect(cache.size).toBe(0);
    expect([...cache.candidates(at('|'))]).toEqual([]);
  });

  it('forgets the entry that was used least lately', () => {
    const cache = new CompletionCache({ maxEntries: 2 });
    cache.put(at('a|'), '1');
    cache.put(at('b|'), '2');
    expect(cache.get(at('a|'))?.text).toBe('1');
    cache.put(at('c|'), '3');
    expect(['a|', 'b|', 'c|'].map((doc) => cache.get(at(doc))?.text)).toEqual(['1', undefined, '3']);
    expect(cache.size).toBe(2);
  });

  it('holds a thousand entries unless told otherwise', () => {
    const cache = new CompletionCache();
    for (let i = 0; i < 1100; i++) cache.put(at(`${i}|`), 'x');
    expect(cache.size).toBe(1000);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %d entries', (maxEntries) => {
    expect(() => new CompletionCache({ maxEntries })).toThrow(RangeError);
  });

  it('is empty once cleared', () => {
    const cache = told([at('|'), 'a']);
    cache.clear();
    expect(cache.size).toBe(0);
    expect(cache.get(at('|'))).toBeUndefined();
  });

  it('keeps no document alive', () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const heap = (): number => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const cache = new CompletionCache();
    const before = heap();
    for (let i = 0; i < 500; i++) {
      const doc = Buffer.alloc(100_000, `line ${i}\n`).toString('latin1');
      cache.put({ path: '/a', model: 'm', prefix: doc, suffix: `\n${doc}` }, 'text');
    }
    // The documents are 50 MB.
    expect(heap() - before).toBeLessThan(10_000_000);
    expect(cache.size).toBe(500);
  });
});

/** The obvious way: whole texts in a list, the one used last at its end, and a look at each of them. */
class SlowCache {
  readonly #max: number;
  #entries: {
    path: string;
    model: string;
    prefix: string;
    below: string;
    after: string;
    text: string;
    isWhole: boolean;
  }[] = [];

  constructor(max: number) {
    this.#max = max;
  }

  put({ path, model, prefix, suffix }: CachePlace, text: string, isWhole: boolean): void {
    const below = belowOf(suffix);
    const same = this.#entries.find(
      (e) => e.path === path && e.model === model && e.prefix === prefix && e.below === below,
    );
    const after = suffix.split('\n')[0] ?? '';
    const isKept = same !== undefined && !isWhole && same.after === after && same.text.startsWith(text);
    const entry = isKept ? same : { path, model, prefix, below, after, text, isWhole };
    this.#entries = [...this.#entries.filter((e) => e !== same), entry].slice(-this.#max);
  }

  get(place: CachePlace): unknown {
    const hit = this.#before(place).find(({ text, prefix }) => {
      const typed = place.prefix.slice(prefix.length);
      return text.startsWith(typed) && text !== typed;
    });
    if (hit === undefined) return undefined;
    this.#entries = [...this.#entries.filter((e) => e !== hit), hit];
    const typed = place.prefix.slice(hit.prefix.length);
    return { text: hit.text, typed, isWhole: hit.isWhole, after: hit.after, rest: hit.text.slice(typed.length) };
  }

  candidates(place: CachePlace): unknown {
    const found = this.#before(place);
    this.#entries = [...this.#entries.filter((e) => !found.includes(e)), ...found];
    return found.map(({ text, prefix, isWhole, after }) => {
      return { text, typed: place.prefix.slice(prefix.length), isWhole, after };
    });
  }

  #before({ path, model, prefix, suffix }: CachePlace) {
    return this.#entries
      .filter((e) => e.path === path && e.model === model && e.below === belowOf(suffix) && prefix.startsWith(e.prefix))
      .toSorted((a, b) => b.prefix.length - a.prefix.length);
  }
}

const belowOf = (suffix: string): string =>
  suffix
    .split('\n')
    .slice(1)
    .map((line) => line.trimEnd())
    .find((line) => line !== '') ?? '';

describe('CompletionCache and the obvious way', () => {
  const text = (maxLength: number): fc.Arbitrary<string> =>
    fc.array(fc.constantFrom('a', 'b', '\n', '\ud83d', '\ude00'), { maxLength }).map((units) => units.join(''));
  const place = fc.record({
    path: fc.constantFrom('/1', '/2'),
    model: fc.constantFrom('m', 'n'),
    prefix: text(7),
    suffix: fc.constantFrom('', 'a', '\na', 'b\n\na', '\n\r\nb'),
  });
  const put = fc.record({ place, text: text(5).filter((t) => t !== ''), isWhole: fc.boolean() });
  const step = fc.oneof(put, fc.record({ get: place }), fc.record({ candidates: place }));

  it('say the same, whatever is put and asked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.array(step, { maxLength: 60 }), (maxEntries, steps) => {
        const cache = new CompletionCache({ maxEntries });
        const slow = new SlowCache(maxEntries);
        for (const now of steps) {
          if ('get' in now) expect(cache.get(now.get)).toEqual(slow.get(now.get));
          else if ('candidates' in now)
            expect([...cache.candidates(now.candidates)]).toEqual(slow.candidates(now.candidates));
          else {
            cache.put(now.place, now.text, now.isWhole);
            slow.put(now.place, now.text, now.isWhole);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('say the same along a document that is longer than a tail, and in a line that is', () => {
    const code = lines(120).join('\n');
    const line = lines(120).join(' ');
    fc.assert(
      fc.property(
        fc.constantFrom(code, line),
        fc.array(fc.nat(3400), { maxLength: 30 }),
        fc.nat(3400),
        (doc, puts, to) => {
          const cache = new CompletionCache();
          const slow = new SlowCache(1000);
          for (const from of puts) {
            const here = { path: '/1', model: 'm', prefix: doc.slice(0, from), suffix: '' };
            for (const each of [cache, slow]) each.put(here, doc.slice(from, from + 300), false);
          }
          const asked = { path: '/1', model: 'm', prefix: doc.slice(0, to), suffix: '' };
          expect(cache.get(asked)).toEqual(slow.get(asked));
          expect([...cache.candidates(asked)]).toEqual(slow.candidates(asked));
        },
      ),
    );
  });
});
