import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Corpus, type Place } from '../../src/model/embedded/corpus.ts';

function put(corpus: Corpus, path: string, lines: readonly string[], open = true): void {
  for (const _ of corpus.put(path, open, lines));
}

const rows = (places: readonly Place[] | undefined): number[] =>
  (places ?? []).map((place) => place.row).sort((a, b) => a - b);

describe('a corpus', () => {
  it('finds each line where it stands after any edits', () => {
    const line = fc.constantFrom('alpha();', '  alpha();', 'beta();', '}', '');
    const edit = fc.record({ at: fc.nat(2000), drop: fc.nat(600), add: fc.array(line, { maxLength: 600 }) });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 1500 }), fc.array(edit, { maxLength: 4 }), (start, edits) => {
        const corpus = new Corpus();
        const lines = [...start];
        put(corpus, '/a', lines);
        for (const { at, drop, add } of edits) {
          lines.splice(at, drop, ...add);
          put(corpus, '/a', lines);
        }
        // All that is found is there; what is left out is left out for its number only.
        for (const stripped of ['alpha();', 'beta();']) {
          const wanted = lines.flatMap((l, row) => (l.trim() === stripped ? [row] : []));
          const found = rows(corpus.placesOf(stripped));
          expect(wanted).toEqual(expect.arrayContaining(found));
          expect(found.length > 0).toBe(wanted.length > 0);
          expect(new Set(found).size).toBe(found.length);
          if (wanted.length <= 60) expect(found).toEqual(wanted);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keeps showing the old text while the new one is indexed', () => {
    const corpus = new Corpus();
    put(corpus, '/a', ['old line;']);
    const work = corpus.put('/a', true, ['new line;', ...Array.from({ length: 300 }, (_, i) => `more ${i}`)]);
    work.next();
    expect(rows(corpus.placesOf('old line;'))).toEqual([0]);
    expect(corpus.placesOf('new line;')).toEqual([]);
    for (const _ of work);
    expect(corpus.placesOf('old line;')).toEqual([]);
    expect(rows(corpus.placesOf('new line;'))).toEqual([0]);
  });

  it('is not changed by an array that is edited afterwards', () => {
    const corpus = new Corpus();
    const lines = ['first line;', 'second line;'];
    put(corpus, '/a', lines);
    lines[0] = 'changed';
    expect(corpus.placesOf('first line;')[0]?.source.lines[0]).toBe('first line;');
  });

  it('forgets a source that is removed', () => {
    const corpus = new Corpus();
    put(corpus, '/a', ['some line;']);
    corpus.remove('/a', true);
    expect(corpus.placesOf('some line;')).toEqual([]);
    expect(corpus.wordCounts('', 'so', 10, () => false).size).toBe(0);
    expect(corpus.size).toBe(0);
  });

  it('says so when too many lines start alike', () => {
    const corpus = new Corpus();
    put(
      corpus,
      '/a',
      Array.from({ length: 50 }, (_, i) => `same start ${i}`),
    );
    expect(corpus.placesStarting('same', 40)).toBeUndefined();
    expect(corpus.placesStarting('same start 4', 40)).toHaveLength(11);
  });

  it('leaves out lines that could not be shown', () => {
    const corpus = new Corpus();
    put(corpus, '/a', ['bell \u0007 rings', 'bidi \u202e override', 'half \ud800 pair', 'x'.repeat(500), 'tab\there']);
    for (const start of ['bell', 'bidi', 'half', 'xxx']) expect(corpus.placesStarting(start, 10)).toEqual([]);
  });
});
