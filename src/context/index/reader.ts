/** Reads the symbols of texts, each language's grammar loaded when its first text is met. Keeps no texts and no trees. */
import type { Language } from '../../syntax/language.ts';
import { languageOf } from '../../syntax/registry.ts';
import {
  type Capture,
  loadSymbolParser,
  type ParsedText,
  type SymbolParser,
  type TextEdit,
} from '../../syntax/symbol-parser.ts';
import { detached } from '../../text/detached.ts';
import { cutText } from '../extract/cut-text.ts';
import { BODIES, EXTRACTORS } from '../extract/extractors.ts';
import { closedAt } from '../extract/repair.ts';
import { type FileSymbols, NO_SYMBOLS } from '../symbols.ts';
import { editBetween } from './text-edit.ts';

/** A text and its tree; whoever has it deletes it. */
export interface ReadText {
  readonly symbols: FileSymbols;
  readonly parsed: ParsedText | undefined;
}

export class SymbolReader {
  readonly #grammarsDir: string;
  readonly #parsers = new Map<string, SymbolParser>();
  readonly #loading = new Map<string, Promise<void>>();

  /** @param grammarsDir absolute path of the folder `grammars` of the package */
  constructor(grammarsDir: string) {
    this.#grammarsDir = grammarsDir;
  }

  /** Resolves when texts of the language can be read. @throws FimError when its grammar can't be had; it is not tried again */
  load(language: Language): Promise<void> {
    let loading = this.#loading.get(language.id);
    if (loading === undefined) {
      loading = this.#load(language);
      this.#loading.set(language.id, loading);
    }
    return loading;
  }

  /** The language of a file, if its texts can be read by now. */
  loadedLanguageOf(path: string): Language | undefined {
    const language = languageOf({ filetype: '', path });
    return language !== undefined && this.#parsers.has(language.id) ? language : undefined;
  }

  /** What a file declares for others. No symbols where the grammar is not loaded, or the text is no code. */
  read(language: Language | undefined, text: string, path = ''): FileSymbols {
    const outline = language && this.outline(language, text, path);
    if (outline !== undefined) return detached(outline);
    const parser = language && this.#parsers.get(language.id);
    const isOutline = language?.onlyDeclares?.test(path) !== true;
    const parsed = parser?.parse(text);
    const symbols = symbolsOf(language, text, parsed?.captures(isOutline));
    parsed?.delete();
    return symbols;
  }

  /** What a file declares, read without the bodies of its functions, and not to be kept; `undefined` where that is not code by itself, or bodies can't be found. */
  outline(language: Language, text: string, path = ''): FileSymbols | undefined {
    const parser = this.#parsers.get(language.id);
    // Where functions have no bodies, what stands deep is in a namespace.
    if (parser === undefined || language.onlyDeclares?.test(path) === true) return undefined;
    const captures = withoutBodies(parser, language, text);
    return captures && EXTRACTORS[language.id]?.(text, captures);
  }

  /** Like `read`, and keeps the tree for the next text of the same document. @param edits since `previous` */
  parse(language: Language | undefined, text: string, previous?: ParsedText, edits?: readonly TextEdit[]): ReadText {
    const parser = language && this.#parsers.get(language.id);
    const parsed = parser?.parse(text, previous, edits);
    return { symbols: symbolsOf(language, text, parsed?.captures()), parsed };
  }

  /** The tree of a text alone. @param edits since `previous`, which stays as it is */
  tree(
    language: Language | undefined,
    text: string,
    previous?: ParsedText,
    edits?: readonly TextEdit[],
  ): ParsedText | undefined {
    return language && this.#parsers.get(language.id)?.parse(text, previous, edits);
  }

  /**
   * The symbols of a text that is being typed. Where the parser is lost, brackets that are open are closed on a copy first: else the class that the
   * cursor stands in has no node until its last brace is typed.
   * @param row 0-based; @param col UTF-16
   */
  repair(
    language: Language | undefined,
    lines: readonly string[],
    row: number,
    col: number,
    read: ReadText,
  ): FileSymbols {
    const parser = language && this.#parsers.get(language.id);
    if (language === undefined || parser === undefined || read.parsed?.hasError !== true) return read.symbols;
    let best = read.symbols;
    const own = lines.join('\n');
    for (const text of closedAt(language, lines, row, col)) {
      // What stands far from the cursor need not be parsed again.
      const repaired = parser.parse(text, read.parsed, [editBetween(own, text)]);
      const symbols = symbolsOf(language, text, repaired?.captures());
      const isWhole = repaired?.hasError === false;
      repaired?.delete();
      // It reads as code from end to end: no other copy is better.
      if (isWhole && enclosing(symbols, row) >= enclosing(best, row)) return symbols;
      if (knownAround(symbols, row) > knownAround(best, row)) best = symbols;
    }
    return best;
  }

  dispose(): void {
    for (const parser of this.#parsers.values()) parser.delete();
    this.#parsers.clear();
  }

  async #load(language: Language): Promise<void> {
    if (EXTRACTORS[language.id] === undefined) return;
    this.#parsers.set(language.id, await loadSymbolParser(this.#grammarsDir, language));
  }
}

function symbolsOf(
  language: Language | undefined,
  text: string,
  captures: readonly Capture[] | undefined,
): FileSymbols {
  const extract = language && EXTRACTORS[language.id];
  // The text itself is not to be kept by what was cut out of it.
  return extract === undefined || captures === undefined ? NO_SYMBOLS : detached(extract(text, captures));
}

/** What is declared outside of functions, by a parse of that alone; `undefined` where it doesn't read as code, and all of the text has to be parsed. */
function withoutBodies(parser: SymbolParser, language: Language, text: string): readonly Capture[] | undefined {
  const bodies = BODIES[language.id]?.(text) ?? [];
  if (bodies.length === 0) return undefined;
  const cut = cutText(text, bodies);
  const parsed = parser.parse(cut.text);
  const captures = parsed?.hasError === false ? cut.inWhole(parsed.captures(true)) : undefined;
  parsed?.delete();
  return captures;
}

/** How well a reading knows where the cursor stands: what encloses its row, and all else that is declared, as a tie-break. */
function knownAround(symbols: FileSymbols, row: number): number {
  return enclosing(symbols, row) * 10_000 + symbols.declarations.length;
}

/** Declarations around a row. */
function enclosing({ declarations }: FileSymbols, row: number): number {
  return declarations.filter((declaration) => declaration.row <= row && row <= declaration.endRow).length;
}
