/**
 * Remembers what a model said at a place of a document, so that nobody is asked twice: raw text, as filters and suffix may be others when it is
 * found again. Lives in memory only; knows no prompt and no window, and holds no document.
 */
import { LRUCache } from 'lru-cache';
import { lineSuffix } from '../text/situation.ts';
import { hashOf, Tails } from './cache-tails.ts';

/** A place in a document. Line ends are `\n`, or `\r\n` throughout. */
export interface CachePlace {
  readonly path: string;
  readonly model: string;
  /**
   * Text before the cursor: all of it, or a window that begins at a line start. Two windows know a place by the same name when both reach up to
   * eight lines (at most 1,024 characters) above it, or to the start of the document.
   */
  readonly prefix: string;
  /** Text after the cursor, as much as reaches the next line that is not blank. */
  readonly suffix: string;
}

/** What is known at a place, or before it. */
export interface CacheHit {
  /** Raw text of the model, from the place that it was stored for. */
  readonly text: string;
  /** What was typed since that place; '' at the place itself. */
  readonly typed: string;
  /** The model had ended by itself. False: the request was aborted, when its suggestion was final. */
  readonly isWhole: boolean;
  /** What stood behind that place on its line, at most 256 characters. No part of the key; whoever shows the text looks whether it still fits. */
  readonly after: string;
}

interface Entry {
  readonly after: string;
  readonly path: string;
  readonly model: string;
  /** Next line below the cursor's that is not blank. */
  readonly below: string;
  /** Text before the place (`Tails`). */
  readonly tail: string;
  readonly text: string;
  readonly isWhole: boolean;
}

type Scope = Pick<Entry, 'path' | 'model' | 'below'>;

/** An entry, and where its place is in the prefix asked for, in UTF-16 units. */
interface Found {
  readonly entry: Entry;
  readonly at: number;
}

/** Entries of a cache that is not told how many. At 4 KB each, which is much, they take 4 MB. */
const DEFAULT_ENTRIES = 1000;
/** UTF-16 units that a place may lie before the cursor: more than anybody types into one suggestion, few enough to look at each in 0.1 ms. */
const FARTHEST_PLACE = 4096;
/** Units of the rest of a line that are kept: where more follows, nothing is completed. */
const LONGEST_AFTER = 256;
/** Units of the line below that count: a longer line is no line of code. */
const LONGEST_BELOW = 1024;

/**
 * Model text by place: file, text before the cursor, next line below it, model.
 *
 * The rest of the cursor's own line is no part of the key: plugins that pair brackets change it while the user types what was suggested.
 * A look-up walks back over what may have been typed and asks a hash table at each place: what it costs depends on that distance, not on
 * how many entries there are or how much alike they are.
 */
export class CompletionCache {
  /** By hash of scope and tail. Of two places with one hash (1 in 4 billion for each pair) the later replaces the earlier. */
  readonly #entries: LRUCache<number, Entry>;
  /** Units of the longest text since `clear`: nothing further back can go on beyond the cursor. */
  #longest = 0;

  /** @throws RangeError unless `maxEntries` is a whole number from 1 on. */
  constructor({ maxEntries = DEFAULT_ENTRIES }: { readonly maxEntries?: number } = {}) {
    if (!Number.isSafeInteger(maxEntries) || maxEntries < 1) throw new RangeError(`maxEntries ${maxEntries}`);
    this.#entries = new LRUCache({ max: maxEntries });
  }

  get size(): number {
    return this.#entries.size;
  }

  /**
   * Stores `text` for a place. It replaces what was stored there: the model may have changed its mind. But a text that was cut short never
   * replaces a longer one that begins with it, which says the same and more. An empty text is not stored: there is nothing to show again.
   */
  put(place: CachePlace, text: string, isWhole = true): void {
    if (text === '') return;
    const { prefix } = place;
    const scope = scopeOf(place);
    const tails = new Tails(prefix, 0);
    const start = tails.startOf(prefix.length);
    const key = keyOf(seedOf(scope), tails.hashOf(start, prefix.length));
    const old = this.#entries.get(key);
    const after = lineSuffix(place).slice(0, LONGEST_AFTER);
    const isSame = old !== undefined && old.after === after && isFor(old, scope, prefix, start, prefix.length);
    if (isSame && !isWhole && old.text.startsWith(text)) return;
    const own = {
      after: ownCopy(after),
      below: ownCopy(scope.below),
      tail: ownCopy(prefix.slice(start)),
      text: ownCopy(text),
    };
    this.#entries.set(key, { ...scope, ...own, isWhole });
    this.#longest = Math.max(this.#longest, text.length);
  }

  /**
   * The nearest place before the cursor whose text goes on with what was typed since, and goes beyond it; where the nearest does not, the
   * next further one. `rest` is what goes beyond, never ''.
   */
  get(place: CachePlace): (CacheHit & { readonly rest: string }) | undefined {
    const { prefix } = place;
    const goesOn = ({ text }: Entry, at: number): boolean =>
      text.length > prefix.length - at && text.slice(0, prefix.length - at) === prefix.slice(at);
    for (const { entry, at } of this.#walk(place, Math.min(this.#longest, FARTHEST_PLACE), goesOn)) {
      return { ...hitOf(entry, prefix, at), rest: entry.text.slice(prefix.length - at) };
    }
    return undefined;
  }

  /** Every stored place that the text before the cursor begins with, the nearest first, whatever was typed since. */
  *candidates(place: CachePlace): Iterable<CacheHit> {
    for (const { entry, at } of this.#walk(place, FARTHEST_PLACE)) yield hitOf(entry, place.prefix, at);
  }

  clear(): void {
    this.#entries.clear();
    this.#longest = 0;
  }

  /**
   * The entries of `place` and of places up to `back` UTF-16 units before it, the nearest first. Each of them counts as used.
   * @param wants a quick look, taken before the texts before the places are compared
   */
  *#walk(place: CachePlace, back: number, wants: (entry: Entry, at: number) => boolean = () => true): Generator<Found> {
    const { prefix } = place;
    const scope = scopeOf(place);
    const seed = seedOf(scope);
    const tails = new Tails(prefix, back);
    for (let at = prefix.length; at >= Math.max(0, prefix.length - back); at--) {
      const start = tails.startOf(at);
      const key = keyOf(seed, tails.hashOf(start, at));
      const entry = this.#entries.peek(key);
      if (entry === undefined || !wants(entry, at) || !isFor(entry, scope, prefix, start, at)) continue;
      this.#entries.get(key);
      yield { entry, at };
    }
  }
}

function scopeOf({ path, model, suffix }: CachePlace): Scope {
  return { path, model, below: lineBelow(suffix) };
}

/** The next line below the cursor's that is not blank, without blanks at its end; '' when there is none. */
function lineBelow(suffix: string): string {
  let end = suffix.indexOf('\n');
  while (end >= 0) {
    const start = end + 1;
    end = suffix.indexOf('\n', start);
    const line = suffix.slice(start, end < 0 ? suffix.length : end).trimEnd();
    if (line !== '') return line.slice(0, LONGEST_BELOW);
  }
  return '';
}

function seedOf({ path, model, below }: Scope): number {
  return hashOf(below, hashOf(model, hashOf(path)));
}

/** Turned into a signed 32-bit number: V8 keeps those without a box, and a walk makes thousands of them. */
const keyOf = (seed: number, tail: number): number => seed ^ tail;

/** Whether `entry` is what its key says: another place may have the same hash. */
function isFor(entry: Entry, scope: Scope, prefix: string, start: number, at: number): boolean {
  return (
    entry.tail.length === at - start &&
    entry.below === scope.below &&
    entry.path === scope.path &&
    entry.model === scope.model &&
    // Equality compares words of memory; `startsWith` goes character by character, ten times as slow.
    prefix.slice(start, at) === entry.tail
  );
}

function hitOf({ text, isWhole, after }: Entry, prefix: string, at: number): CacheHit {
  return { text, typed: prefix.slice(at), isWhole, after };
}

/** `text` in memory of its own: V8 makes a part of a string as a view of the whole, and an entry would keep its document alive. */
function ownCopy(text: string): string {
  // Most code has no character beyond U+00FF: half the memory, and compared faster. Both keep lone surrogates as they are.
  const encoding = /[^\0-\xff]/.test(text) ? 'utf16le' : 'latin1';
  return Buffer.from(text, encoding).toString(encoding);
}
