/**
 * What pieces of PHP say: comments, heads and code, each by itself. Who reads one document again and again, as while somebody types, finds most of them
 * as they were, and remembers. Knows nothing of files.
 */
import { LRUCache } from 'lru-cache';
import { detached } from '../../text/detached.ts';
import { type CodeListener, scanPhp } from './php-code.ts';
import { type PhpDoc, readPhpDoc } from './php-docs.ts';
import { type FunctionHead, functionHead } from './php-header.ts';
import type { PhpNames } from './php-names.ts';
import { headText } from './php-text.ts';

export interface PhpPieces {
  /** See `readPhpDoc`. */
  readonly doc: (comment: string, names: PhpNames, outer: ReadonlySet<string>) => PhpDoc;
  /** See `functionHead`. @param written with comments and attributes */
  readonly head: (written: string, names: PhpNames, templates: ReadonlySet<string>) => FunctionHead | undefined;
  /** See `scanPhp`. */
  readonly scan: (code: string, isStart: boolean, isFunction: boolean, listener: CodeListener) => void;
}

export const READ_ANEW: PhpPieces = {
  doc: readPhpDoc,
  head: (written, names, templates) => functionHead(headText(written), names, templates),
  scan: scanPhp,
};

/** Of each sort: more than a long file has; and their length all together, in UTF-16 units: a list of thousands of lines is one piece. */
const MOST_PIECES = 1000;
const MOST_UNITS = 400_000;
const LIMITS = {
  max: MOST_PIECES,
  maxSize: MOST_UNITS,
  sizeCalculation: (_: unknown, piece: string): number => piece.length,
};
/** Such a comment gives names to types: it does more than it says. */
const GIVES_NAMES = /-type\b/u;

type Told = readonly ((listener: CodeListener) => void)[];

/** Keeps no text that a piece was cut out of: neither by what was read of it, nor by what it is found by. */
export class RememberedPieces implements PhpPieces {
  readonly #docs = new LRUCache<string, PhpDoc>(LIMITS);
  readonly #heads = new LRUCache<string, { readonly head: FunctionHead | undefined }>(LIMITS);
  readonly #code = new LRUCache<string, Told>(LIMITS);
  /** Numbers for what names mean: a text is short beside the imports of a file. */
  readonly #meanings = new LRUCache<string, number>({ max: MOST_PIECES });
  #meaningsKnown = 0;

  doc(comment: string, names: PhpNames, outer: ReadonlySet<string>): PhpDoc {
    if (comment === '' || GIVES_NAMES.test(comment)) return readPhpDoc(comment, names, outer);
    const key = this.#keyOf(comment, names, outer);
    let doc = this.#docs.get(key);
    if (doc === undefined) {
      doc = readPhpDoc(detached(comment), names, outer);
      this.#docs.set(detached(key), doc);
    }
    return doc;
  }

  head(written: string, names: PhpNames, templates: ReadonlySet<string>): FunctionHead | undefined {
    const key = this.#keyOf(written, names, templates);
    let known = this.#heads.get(key);
    if (known === undefined) {
      known = { head: READ_ANEW.head(detached(written), names, templates) };
      this.#heads.set(detached(key), known);
    }
    return known.head;
  }

  scan(code: string, isStart: boolean, isFunction: boolean, listener: CodeListener): void {
    const key = `${isStart ? 's' : ''}${isFunction ? 'f' : ''} ${code}`;
    let told = this.#code.get(key);
    if (told === undefined) {
      told = toldOf(detached(code), isStart, isFunction);
      this.#code.set(detached(key), told);
    }
    for (const tell of told) tell(listener);
  }

  #keyOf(written: string, { meaning }: PhpNames, templates: ReadonlySet<string>): string {
    let number = this.#meanings.get(meaning);
    if (number === undefined) {
      number = ++this.#meaningsKnown;
      this.#meanings.set(detached(meaning), number);
    }
    return `${number} ${[...templates].join()} ${written}`;
  }
}

function toldOf(code: string, isStart: boolean, isFunction: boolean): Told {
  const told: ((listener: CodeListener) => void)[] = [];
  scanPhp(code, isStart, isFunction, {
    refer: (name, role, offset) => told.push((listener) => listener.refer(name, role, offset)),
    returned: (offset) => told.push((listener) => listener.returned(offset)),
    assigned: (name, offset) => told.push((listener) => listener.assigned(name, offset)),
  });
  return told;
}
