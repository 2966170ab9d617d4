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
import { type CutText, cutText, type TextRange } from '../extract/cut-text.ts';
import type { Extractor, Follower, ReadParts } from '../extract/extractor.ts';
import { BODIES, EXTRACTORS, FOLLOWING } from '../extract/extractors.ts';
import { closedAt } from '../extract/repair.ts';
import type { Signs } from '../extract/signs.ts';
import { type FileSymbols, NO_SYMBOLS } from '../symbols.ts';
import { editBetween } from './text-edit.ts';

/** A text and its tree; whoever has it deletes it. */
export interface ReadText {
  readonly symbols: FileSymbols;
  readonly parsed: ParsedText | undefined;
}

/** The tree of a text without the bodies of its functions; whoever has it deletes it. */
export interface OutlineTree {
  readonly bodies: readonly TextRange[];
  readonly cut: CutText;
  readonly parsed: ParsedText;
  /** Of the cut text, the same ones each time. @param isOutline see {@link ParsedText.captures} */
  readonly captures: (isOutline: boolean) => readonly Capture[];
}

/** The tree of a function's body, in a text that holds nothing else; whoever has it deletes it. */
export interface BodyTree {
  readonly text: string;
  readonly parsed: ParsedText;
}

/** A copy of a text that is closed where it is half typed. */
interface Copy {
  readonly text: string;
  readonly edits: readonly TextEdit[];
  /** Where it was read to its end before it was given up. */
  readonly tried: ParsedText | undefined;
}

interface OutlineWishes {
  readonly like?: OutlineTree | undefined;
  readonly isWhole?: boolean;
  readonly changed?: TextRange;
}

export class SymbolReader {
  readonly #grammarsDir: string;
  readonly #parsers: Map<string, SymbolParser>;
  readonly #loading: Map<string, Promise<void>>;
  /** Those that know what they have read before. */
  readonly #following: Map<string, Follower> | undefined;
  #followingEach: SymbolReader | undefined;

  /** @param grammarsDir absolute path of the folder `grammars` of the package */
  constructor(grammarsDir: string, shared?: SymbolReader) {
    this.#grammarsDir = grammarsDir;
    this.#parsers = shared === undefined ? new Map() : shared.#parsers;
    this.#loading = shared === undefined ? new Map() : shared.#loading;
    this.#following = shared && new Map();
  }

  /** With the same parsers, for one document that is read again and again: most of it is as it was. */
  following(): SymbolReader {
    return new SymbolReader(this.#grammarsDir, this);
  }

  /** The same for documents that are read one after the other: always the same one. */
  get followingEach(): SymbolReader {
    this.#followingEach ??= this.following();
    return this.#followingEach;
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
    const symbols = this.#symbolsOf(language, text, parsed?.captures(isOutline));
    parsed?.delete();
    return symbols;
  }

  /** Like `read`, of what stands outside of types: which ones there are, imports, the namespace. Rows, and what is said of members, don't count. */
  readTypes(language: Language, text: string, path: string): FileSymbols {
    const bodies = language.onlyDeclares?.test(path) === true ? [] : (BODIES[language.id]?.ofTypes(text) ?? []);
    const cut = cutText(text, bodies);
    const parsed = bodies.length === 0 ? undefined : this.#code(language, cut.text);
    const symbols = parsed && this.#symbolsOf(language, cut.text, parsed.captures(true));
    parsed?.delete();
    return symbols ?? this.read(language, text, path);
  }

  /**
   * What a file declares, read without the bodies of its functions, and not to be kept; `undefined` where that is not code by itself, or bodies can't be found.
   * @param like of a text that is much the same @param isWhole also what only the file itself can know: classes without a name
   * @param changed what differs: bodies that reach into it have to be code as well
   */
  outline(
    language: Language,
    text: string,
    path = '',
    { like, isWhole = false, changed }: OutlineWishes = {},
  ): FileSymbols | undefined {
    // Where functions have no bodies, what stands deep is in a namespace.
    if (language.onlyDeclares?.test(path) === true) return undefined;
    const bodies = this.#bodiesOf(language, text);
    const cut = bodies.length === 0 ? undefined : cutText(text, bodies);
    // Where only bodies differ, all else stands where it stood.
    const outline = cut?.text === like?.cut.text ? like : cut && this.#parsedOutline(language, bodies, cut, like);
    const captures = outline?.captures(!isWhole);
    if (outline !== like) outline?.parsed.delete();
    if (cut === undefined || captures === undefined) return undefined;
    if (changed !== undefined && !this.#areCode(language, text, bodies, changed)) return undefined;
    return this.#extractorOf(language)?.(text, cut.inWhole(captures));
  }

  /** What is declared outside of functions, as a tree of that alone; `undefined` where it can't be told. */
  outlineTree(language: Language, text: string, bodies = this.#bodiesOf(language, text)): OutlineTree | undefined {
    return bodies.length === 0 ? undefined : this.#parsedOutline(language, bodies, cutText(text, bodies));
  }

  /** What an outline says, where parts of its text can be read again alone; `undefined` where they can't. */
  parts(language: Language, text: string, { bodies, cut, captures }: OutlineTree): ReadParts | undefined {
    return this.#followerOf(language)?.readParts(text, cut.inWhole(captures(false)), bodies);
  }

  /** What a file of a few lines declares, as captures; `undefined` where it is no code. */
  captures(language: Language, text: string): readonly Capture[] | undefined {
    const code = this.#code(language, text);
    const captures = code?.captures();
    code?.delete();
    return captures;
  }

  #bodiesOf(language: Language, text: string): readonly TextRange[] {
    return this.#parsers.has(language.id) ? (BODIES[language.id]?.find(text) ?? []) : [];
  }

  /** Whether the bodies that reach into a part of the text are code. */
  #areCode(language: Language, text: string, bodies: readonly TextRange[], { start, end }: TextRange): boolean {
    const touched = bodies.filter((body) => body.start <= end && start <= body.end);
    return touched.every((body) => this.isBody(language, text.slice(body.start, body.end)));
  }

  #parsedOutline(
    language: Language,
    bodies: readonly TextRange[],
    cut: CutText,
    like?: OutlineTree,
  ): OutlineTree | undefined {
    const edits = like && [editBetween(like.cut.text, cut.text)];
    const parsed = this.#code(language, cut.text, like?.parsed, edits);
    if (parsed === undefined) return undefined;
    const found = new Map<boolean, readonly Capture[]>();
    const captures = (isOutline: boolean): readonly Capture[] => {
      const known = found.get(isOutline) ?? parsed.captures(isOutline);
      found.set(isOutline, known);
      return known;
    };
    return { bodies, cut, parsed, captures };
  }

  /** Like `read`, and keeps the tree for the next text of the same document. @param edits since `previous` */
  parse(language: Language | undefined, text: string, previous?: ParsedText, edits?: readonly TextEdit[]): ReadText {
    return this.readTree(language, text, this.tree(language, text, previous, edits));
  }

  /** What a tree says, and the tree. @param parsed of the text */
  readTree(language: Language | undefined, text: string, parsed: ParsedText | undefined): ReadText {
    return { symbols: this.#symbolsOf(language, text, parsed?.captures()), parsed };
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

  /** What a text declares that is code from end to end; `undefined` for another. @param edits since `previous`, which stays as it is */
  readCode(
    language: Language,
    text: string,
    previous?: ParsedText,
    edits?: readonly TextEdit[],
  ): FileSymbols | undefined {
    const code = this.#code(language, text, previous, edits);
    const symbols = code && this.readTree(language, text, code).symbols;
    code?.delete();
    return symbols;
  }

  /** Whether the body of a function is code, of a language whose bodies are found without a tree. @param like of one that is much the same */
  isBody(language: Language, body: string, like?: BodyTree): boolean {
    const bodies = BODIES[language.id];
    if (bodies?.isBroken(body) === true) return false;
    const text = bodies?.alone(body) ?? body;
    const code = this.#code(language, text, like?.parsed, like && [editBetween(like.text, text)]);
    code?.delete();
    return code !== undefined;
  }

  /** The body of a function alone; `undefined` for one that is no code. */
  bodyTree(language: Language, body: string): BodyTree | undefined {
    const text = BODIES[language.id]?.alone(body) ?? body;
    const parsed = this.#code(language, text);
    return parsed && { text, parsed };
  }

  /**
   * The symbols of a text that is being typed. Where the parser is lost, brackets that are open are closed on a copy first: else the class that the
   * cursor stands in has no node until its last brace is typed.
   * @param row 0-based; @param col UTF-16
   * @param like of a text that is much the same @param isTried whether no copy is likely to be code: to give up early doesn't pay then
   */
  repair(
    language: Language | undefined,
    lines: readonly string[],
    row: number,
    col: number,
    read: ReadText,
    like?: Signs,
    isTried = false,
  ): FileSymbols {
    if (language === undefined || read.parsed?.hasError !== true) return read.symbols;
    const own = lines.join('\n');
    const copies: Copy[] = [];
    try {
      for (const text of closedAt(language, own, lines, row, col, like)) {
        // What stands far from the cursor need not be parsed again.
        const edits = [editBetween(own, text)];
        const parser = this.#parsers.get(language.id);
        const tried = isTried ? parser?.parse(text, read.parsed, edits) : parser?.tryCode(text, read.parsed, edits);
        copies.push({ text, edits, tried });
        if (tried?.hasError === false) return this.#symbolsOf(language, text, tried.captures());
      }
      return this.#bestOf(language, copies, row, read);
    } finally {
      for (const { tried } of copies) tried?.delete();
    }
  }

  /** What the copy says, or the text itself, that knows most of what stands around a row. */
  #bestOf(language: Language, copies: readonly Copy[], row: number, read: ReadText): FileSymbols {
    let best = read.symbols;
    for (const { text, edits, tried } of copies) {
      const repaired = tried ?? this.tree(language, text, read.parsed, edits);
      const symbols = this.#extracted(language, text, repaired?.captures());
      if (tried === undefined) repaired?.delete();
      if (knownAround(symbols, row) > knownAround(best, row)) best = symbols;
    }
    return best === read.symbols ? best : detached(best);
  }

  dispose(): void {
    for (const parser of this.#parsers.values()) parser.delete();
    this.#parsers.clear();
  }

  #code(language: Language, text: string, previous?: ParsedText, edits?: readonly TextEdit[]): ParsedText | undefined {
    return this.#parsers.get(language.id)?.parseCode(text, previous, edits);
  }

  #symbolsOf(language: Language | undefined, text: string, captures: readonly Capture[] | undefined): FileSymbols {
    const symbols = this.#extracted(language, text, captures);
    // The text itself is not to be kept by what was cut out of it.
    return symbols === NO_SYMBOLS ? symbols : detached(symbols);
  }

  #extracted(language: Language | undefined, text: string, captures: readonly Capture[] | undefined): FileSymbols {
    const extract = language && this.#extractorOf(language);
    return extract === undefined || captures === undefined ? NO_SYMBOLS : extract(text, captures);
  }

  #extractorOf(language: Language): Extractor | undefined {
    return this.#followerOf(language)?.read ?? EXTRACTORS[language.id];
  }

  #followerOf({ id }: Language): Follower | undefined {
    const known = this.#following?.get(id);
    if (known !== undefined) return known;
    const follower = this.#following && FOLLOWING[id]?.();
    if (follower !== undefined) this.#following?.set(id, follower);
    return follower;
  }

  async #load(language: Language): Promise<void> {
    if (EXTRACTORS[language.id] === undefined) return;
    this.#parsers.set(language.id, await loadSymbolParser(this.#grammarsDir, language));
  }
}

/** How well a reading knows where the cursor stands: what encloses its row, and all else that is declared, as a tie-break. */
function knownAround(symbols: FileSymbols, row: number): number {
  return enclosing(symbols, row) * 10_000 + symbols.declarations.length;
}

/** Declarations around a row. @param row 0-based */
function enclosing({ declarations }: FileSymbols, row: number): number {
  return declarations.filter((declaration) => declaration.row <= row && row <= declaration.endRow).length;
}
