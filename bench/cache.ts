/**
 * What a look-up in the cache costs with 100 and with 10,000 entries, and with 10,000 that stand in one line, against a look at each entry.
 * Prints a table in microseconds; `--json` ends with one line `{"p50at100": ms, "p50at10000": ms, "ratio": …, "naiveRatio": …, …}`.
 *
 * | series | asked |
 * |---|---|
 * | hit | at a place that is stored |
 * | typed | 128 characters later, which the text says |
 * | miss | at a place in whose reach stands nothing |
 * | other | 128 characters after places whose texts say something else |
 */
import { type CachePlace, CompletionCache } from '../src/complete/cache.ts';
import { quantile, table } from './lib/stats.ts';

const FEW = 100;
const MANY = 10_000;
const TYPED = 128;
const SAMPLES = 2000;
/** The first look-ups are compiled; they do not count. */
const WARM_UP = 500;
/** A look at each of 10,000 entries takes too long for as many. */
const NAIVE_SAMPLES = 200;

/** Characters from one stored place to the next. */
const STRIDE = 20;
/** Characters before the first of them: a look-up must have its whole way back in each series. */
const ABOVE = 6000;
const codeLine = (row: number): string => `        $value${row} = $this->repository->find($id, ${row * 7});`;
const code = Array.from({ length: 8000 }, (_, row) => codeLine(row));
const LINES = code.join('\n').slice(0, ABOVE + MANY * STRIDE + 3 * TYPED);
const LINE = code.join(' ').slice(0, ABOVE + MANY * STRIDE + 3 * TYPED);

const SERIES = ['hit', 'typed', 'miss', 'other'] as const;
type Series = (typeof SERIES)[number];

function placeAt(doc: string, offset: number, model = 'm'): CachePlace {
  return { path: '/LongService.php', model, prefix: doc.slice(0, offset), suffix: '\n    }\n}\n' };
}

/** Places of `count` entries, with the rest of the document as their texts. */
function* entries(doc: string, count: number): Generator<readonly [place: CachePlace, text: string]> {
  for (let i = 0; i < count; i++) {
    const offset = ABOVE + i * STRIDE;
    yield [placeAt(doc, offset), doc.slice(offset, offset + 2 * TYPED)];
  }
}

/** What is asked in a series: the places are stored ones, spread over all of them. */
function question(series: Series, doc: string, count: number, sample: number): CachePlace {
  const offset = ABOVE + ((sample * 7919) % count) * STRIDE;
  if (series === 'hit') return placeAt(doc, offset);
  if (series === 'miss') return placeAt(doc, offset, 'other model');
  const place = placeAt(doc, offset);
  const typed = series === 'typed' ? doc.slice(offset, offset + TYPED) : '#'.repeat(TYPED);
  return { ...place, prefix: place.prefix + typed };
}

interface Lookup {
  put(place: CachePlace, text: string): void;
  get(place: CachePlace): { readonly rest: string } | undefined;
}

/** The obvious way: whole documents in a list, and a look at each, the cheapest comparison first. */
class NaiveCache implements Lookup {
  readonly #entries: { readonly place: CachePlace; readonly text: string }[] = [];

  put(place: CachePlace, text: string): void {
    this.#entries.push({ place, text });
  }

  get({ path, model, prefix, suffix }: CachePlace): { readonly rest: string } | undefined {
    let best: { readonly length: number; readonly rest: string } | undefined;
    for (const { place, text } of this.#entries) {
      if (place.path !== path || place.model !== model || place.suffix !== suffix) continue;
      const since = prefix.length - place.prefix.length;
      if (since < 0 || since >= text.length || place.prefix.length <= (best?.length ?? -1)) continue;
      if (text.slice(0, since) !== prefix.slice(place.prefix.length)) continue;
      if (prefix.slice(0, place.prefix.length) !== place.prefix) continue;
      best = { length: place.prefix.length, rest: text.slice(since) };
    }
    return best;
  }
}

/** Milliseconds of each look-up. @throws Error when one says what it must not. */
function measure(cache: Lookup, series: Series, doc: string, count: number, samples: number): number[] {
  const times: number[] = [];
  for (let sample = -Math.min(WARM_UP, samples); sample < samples; sample++) {
    const place = question(series, doc, count, sample + WARM_UP);
    // Strings that were put together are flattened at the first look into them: the editor's are flat.
    place.prefix.charCodeAt(0);
    const start = performance.now();
    const hit = cache.get(place);
    const took = performance.now() - start;
    if ((hit !== undefined) !== (series === 'hit' || series === 'typed')) throw new Error(`${series}: ${hit?.rest}`);
    if (sample >= 0) times.push(took);
  }
  return times;
}

function filled<Cache extends Lookup>(cache: Cache, doc: string, count: number): Cache {
  for (const [place, text] of entries(doc, count)) cache.put(place, text);
  return cache;
}

const rows: string[][] = [['', ...SERIES.flatMap((series) => [`${series} p50`, 'p95'])]];
const microseconds = (ms: number): string => (ms * 1000).toFixed(1);

/** Times of all series, a row of the table for them, and the quantile of all of them together. */
function row(name: string, cache: Lookup, doc: string, count: number, samples: number): number[] {
  const times = SERIES.map((series) => measure(cache, series, doc, count, samples));
  rows.push([name, ...times.flatMap((all) => [microseconds(quantile(all, 0.5)), microseconds(quantile(all, 0.95))])]);
  return times.flat();
}

const cacheOf = (doc: string, count: number): CompletionCache =>
  filled(new CompletionCache({ maxEntries: MANY }), doc, count);
const [few, many, oneLine] = [cacheOf(LINES, FEW), cacheOf(LINES, MANY), cacheOf(LINE, MANY)];
// Once for nothing: the first series would pay for the compiler.
for (const series of SERIES) measure(many, series, LINES, MANY, WARM_UP);
const at100 = row(`${FEW} entries`, few, LINES, FEW, SAMPLES);
const at10000 = row(`${MANY} entries`, many, LINES, MANY, SAMPLES);
const inOneLine = row(`${MANY} in one line`, oneLine, LINE, MANY, SAMPLES);
const naive100 = row(`one by one, ${FEW}`, filled(new NaiveCache(), LINES, FEW), LINES, FEW, NAIVE_SAMPLES);
const naive10000 = row(`one by one, ${MANY}`, filled(new NaiveCache(), LINES, MANY), LINES, MANY, NAIVE_SAMPLES);

const p50 = (times: readonly number[]): number => quantile(times, 0.5);
const ratioOf = (later: readonly number[], earlier: readonly number[]): number =>
  Math.round((p50(later) / p50(earlier)) * 100) / 100;
const result = {
  p50at100: p50(at100),
  p50at10000: p50(at10000),
  p50inOneLine: p50(inOneLine),
  p95at10000: quantile(at10000, 0.95),
  ratio: ratioOf(at10000, at100),
  oneLineRatio: ratioOf(inOneLine, at100),
  naiveRatio: ratioOf(naive10000, naive100),
};
process.stdout.write(
  `${table(rows)}\n(µs) 10,000 entries against 100: ${result.ratio}, in one line ${result.oneLineRatio}, one by one ${result.naiveRatio}\n`,
);
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(result)}\n`);
