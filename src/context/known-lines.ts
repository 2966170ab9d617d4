/** What lines of documents are made of, read once: most lines of a document are the same from one place that is asked about to the next. Judges nothing. */
import { remembered } from './remembered.ts';
import { wordsOf } from './sources/name-words.ts';

/** Lines that are remembered: those around the places in some documents. */
const MOST_LINES = 4000;

const IDENTIFIER = /[\p{L}_][\p{L}\p{N}_]*/gu;
/** Not behind an arrow or a dot: those are members. */
const VARIABLE = /(?<![\p{L}\p{N}_$.>:\\])\$?[\p{L}_][\p{L}\p{N}_]*(?!\s*\()/gu;

class KnownLine {
  readonly #text: string;
  #identifiers: readonly string[] | undefined;
  #variables: readonly string[] | undefined;
  #words: readonly number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Without `$`, each once. */
  get identifiers(): readonly string[] {
    this.#identifiers ??= matchesOf(IDENTIFIER, this.#text);
    return this.#identifiers;
  }

  /** With `$`, each once; bare names that may be variables as well. */
  get variables(): readonly string[] {
    this.#variables ??= matchesOf(VARIABLE, this.#text);
    return this.#variables;
  }

  /** The parts of its names, each once, as `name-words.ts` numbers them. */
  get words(): readonly number[] {
    this.#words ??= [...new Set(wordsOf(this.#text))];
    return this.#words;
  }
}

export const knownLine = remembered((text) => new KnownLine(text), MOST_LINES);

function matchesOf(pattern: RegExp, text: string): readonly string[] {
  return [...new Set(text.match(pattern))];
}
