/**
 * A file with a piece taken out of it, as somebody has it open who is about to write that piece. For datasets, which ask about many pieces of one file:
 * what stands outside of the function around a piece is read once. What the piece alone says is not known without it.
 */
import type { Language } from '../syntax/language.ts';
import { languageOf } from '../syntax/registry.ts';
import type { Capture, ParsedText, TextEdit } from '../syntax/symbol-parser.ts';
import type { LiveDocument } from './documents.ts';
import type { TextRange } from './extract/cut-text.ts';
import type { ReadParts, Statements } from './extract/extractor.ts';
import { BODIES } from './extract/extractors.ts';
import { movedTo } from './extract/moved.ts';
import { closedAt } from './extract/repair.ts';
import { rowsIn } from './extract/rows.ts';
import { type Signs, signsIn } from './extract/signs.ts';
import type { BodyTree, OutlineTree, SymbolReader } from './index/reader.ts';
import { editBetween, type Place } from './index/text-edit.ts';
import type { Declaration, FileSymbols } from './symbols.ts';

/** What was replaced: rows of the whole text, 0-based, and the last one of the text after it. */
interface Gap {
  readonly first: number;
  readonly last: number;
  readonly newLast: number;
}

const WORD = /[\\\w\u0080-\uffff]/u;
/** The end of a comment, or of an attribute. */
const COMMENT = /\*\/\s*$/u;
const ATTRIBUTE = /\]\s*$/u;
/** What a comment above it can't belong to: something with a comment of its own, or the end of a class. */
const APART = /^\s*(?:\/\*\*|\})/u;

/** Code of a body that is longer is not parsed anew, in UTF-16 units: a table, or a list of functions, may go on for thousands of lines. */
const MOST_ANEW = 2000;
/** Members that were parsed alone are kept for the next copy of the text: so many. */
const MOST_ALONE = 100;

export class WholeDocument {
  readonly path: string;
  readonly #language: Language | undefined;
  readonly #reader: SymbolReader;
  readonly #text: string;
  readonly #lines: readonly string[];
  readonly #starts: readonly number[];
  /** 0-based row of a UTF-16 offset. */
  readonly #rowOf: (offset: number) => number;
  readonly #bodies: readonly TextRange[];
  readonly #isKnownCode: boolean | undefined;
  #known: FileSymbols | undefined;
  #parsed: ParsedText | undefined;
  #isParsed = false;
  #outline: OutlineTree | undefined;
  #readParts: ReadParts | undefined;
  #signs: Signs | undefined;
  /** Of bodies that were asked about. */
  readonly #statements = new Map<TextRange, Statements>();
  /** Of long bodies that were asked about. */
  readonly #bodyTrees = new Map<TextRange, BodyTree | undefined>();
  /** Of members that were parsed alone. */
  readonly #alone = new Map<string, readonly Capture[] | undefined>();

  /**
   * @param path absolute; @param text with `\n`; the language's grammar is loaded
   * @param isCode whether a parser reads the whole text without an error, where that is known
   */
  constructor(path: string, text: string, reader: SymbolReader, isCode?: boolean) {
    this.path = path;
    this.#language = languageOf({ filetype: '', path });
    this.#reader = reader.followingEach;
    this.#text = text;
    this.#lines = text.split('\n');
    this.#starts = startsOf(this.#lines);
    this.#rowOf = rowsIn(text);
    this.#isKnownCode = isCode;
    this.#bodies = BODIES[this.#language?.id ?? '']?.find(text) ?? [];
  }

  /** The document without what stands from `start` to `end`, UTF-16 offsets. */
  without(start: number, end: number): LiveDocument {
    const [first, last] = [this.#rowOf(start), this.#rowOf(end)];
    const [startCol, endCol] = [start - (this.#starts[first] ?? 0), end - (this.#starts[last] ?? 0)];
    const left = (this.#lines[first] ?? '').slice(0, startCol) + (this.#lines[last] ?? '').slice(endCol);
    const lines = this.#lines.toSpliced(first, last - first + 1, left);
    const text = this.#text.slice(0, start) + this.#text.slice(end);
    const gap = { first, last, newLast: first };
    const symbols =
      (left.trim() === '' ? this.#withoutMembers(gap) : undefined) ??
      this.#repaired(text, lines, gap, startCol) ??
      this.#readAgain(text, lines, first, startCol);
    return { path: this.path, language: this.#language, lines, text, symbols: () => symbols, symbolsAt: () => symbols };
  }

  /** The trees live outside of the garbage collector. */
  delete(): void {
    this.#parsed?.delete();
    this.#outline?.parsed.delete();
    [this.#parsed, this.#outline] = [undefined, undefined];
    this.#isParsed = false;
    for (const tree of this.#bodyTrees.values()) tree?.parsed.delete();
    this.#bodyTrees.clear();
  }

  /** What the whole text declares. */
  get #symbols(): FileSymbols {
    this.#known ??= this.#parts?.symbols ?? this.#reader.readTree(this.#language, this.#text, this.#tree).symbols;
    return this.#known;
  }

  /** `undefined` where the whole text is no code, or can't be taken apart. */
  get #parts(): ReadParts | undefined {
    if (this.#language === undefined || !this.#isCode) return undefined;
    this.#outline ??= this.#reader.outlineTree(this.#language, this.#text, this.#bodies);
    this.#readParts ??= this.#outline && this.#reader.parts(this.#language, this.#text, this.#outline);
    return this.#readParts;
  }

  /** Whether the whole text is code from end to end. */
  get #isCode(): boolean {
    return this.#isKnownCode ?? this.#tree?.hasError === false;
  }

  /** `undefined` where the text can't be parsed. */
  get #tree(): ParsedText | undefined {
    if (!this.#isParsed) this.#parsed = this.#reader.tree(this.#language, this.#text);
    this.#isParsed = true;
    return this.#parsed;
  }

  /** Where something in a body is taken out, which declares nothing: all else is as it was, further up or down. `undefined` where that can't be told. */
  #moved(gap: Gap, start: number, end: number): FileSymbols | undefined {
    const symbols = this.#symbols;
    if (symbols.declarations.some(({ row, endRow }) => gap.first <= row && endRow <= gap.last)) return undefined;
    const around = symbols.declarations.findLast(({ nameRow, endRow }) => nameRow <= gap.first && gap.last <= endRow);
    if (this.#cutsName(start, end) || isNamedIn(gap, symbols) || tellsTypes(symbols.declarations, around))
      return undefined;
    // What ends in the row may stand in front of what was put there, or behind it.
    const endsThere = ({ row, endRow }: Declaration): boolean => row === gap.first || endRow === gap.first;
    if (gap.newLast > gap.first && symbols.declarations.some(endsThere)) return undefined;
    return movedBy(gap, symbols);
  }

  /** What is left of a name is another one, as is what is left of two. */
  #cutsName(start: number, end: number): boolean {
    const isWord = (offset: number): boolean => WORD.test(this.#text[offset] ?? '');
    return (isWord(start - 1) && (isWord(start) || isWord(end))) || (isWord(end - 1) && isWord(end));
  }

  /** Where whole members are taken out, with the code of all their lines: the others stay. `undefined` for any other piece. @param gap of whole lines */
  #withoutMembers(gap: Gap): FileSymbols | undefined {
    const { first, last } = gap;
    const symbols = this.#symbols;
    const { declarations, imports } = symbols;
    if (this.#bodies.length === 0) return undefined;
    if (imports.some(({ row }) => first <= row && row <= last)) return undefined;
    const isGone = ({ nameRow, endRow }: Declaration): boolean => first <= nameRow && endRow <= last;
    const isAround = ({ nameRow, endRow }: Declaration): boolean => nameRow < first && last < endRow;
    const isApart = ({ row, endRow }: Declaration): boolean => endRow < first || last < row;
    if (!declarations.every((each) => isGone(each) || isAround(each) || isApart(each))) return undefined;
    if (!declarations.some((each) => isGone(each) && each.parent >= 0)) return undefined;
    // A comment or an attribute that is left behind would be the next one's.
    const above = this.#lines[first - 1] ?? '';
    const below = this.#lines.find((line, row) => row > last && line.trim() !== '') ?? '';
    if (ATTRIBUTE.test(above) || (COMMENT.test(above) && !APART.test(below))) return undefined;
    const kept = declarations.filter((each) => !isGone(each));
    if (isNamedIn(gap, symbols) || declarations.some((each) => isGone(each) && tellsTypes(kept, each)))
      return undefined;
    const places = new Map(kept.map((each, at) => [each, at]));
    const left = kept.map((each) => {
      const around = declarations[each.parent];
      return { ...each, parent: around === undefined ? -1 : (places.get(around) ?? -1) };
    });
    return movedBy(gap, { ...symbols, declarations: left });
  }

  /** As {@link SymbolReader.repair} finds it: of the text, or the first copy of it, that reads as code from end to end. `undefined` where none does. */
  #repaired(text: string, lines: readonly string[], gap: Gap, col: number): FileSymbols | undefined {
    const language = this.#language;
    if (language === undefined || !this.#isCode) return undefined;
    const known = this.#codeOf(language, text);
    if (known !== undefined) return known;
    this.#signs ??= signsIn(this.#text, language);
    for (const closed of closedAt(language, text, lines, gap.first, col, this.#signs)) {
      const known = this.#codeOf(language, closed);
      if (known !== undefined) return known;
    }
    return undefined;
  }

  /** What a text declares that reads as code from end to end; `undefined` for another. Most of it is as it was. */
  #codeOf(language: Language, text: string): FileSymbols | undefined {
    // What was taken out is what a copy is closed with.
    if (this.#bodies.length > 0 && text === this.#text) return this.#parts?.symbols;
    const edit = editBetween(this.#text, text, (offset) => this.#placeOf(offset));
    const { start, oldEnd, startRow: first, oldEndRow: last, newEndRow: newLast } = edit;
    const inside = this.#bodies.find((body) => body.start <= start && oldEnd <= body.end);
    if (inside !== undefined) {
      if (!this.#isBody(language, inside, text, edit)) return undefined;
      const moved = this.#moved({ first, last, newLast }, start, oldEnd);
      if (moved !== undefined) return moved;
    }
    // Where no body is left there is no outline.
    const hasOutline =
      this.#bodies.length > 1 || (this.#bodies.length === 1 && BODIES[language.id]?.find(text).length === 1);
    return hasOutline
      ? this.#partly(language, text, edit, inside !== undefined)
      : this.#reader.readCode(language, text, this.#tree, [edit]);
  }

  /** Whether a body is code still. Most often the statements that an edit touches tell. */
  #isBody(language: Language, body: TextRange, text: string, { start, oldEnd }: TextEdit): boolean {
    const touched = this.#statementsOf(language, body)?.around(start - body.start, oldEnd - body.start);
    const written = ({ start: from, end }: TextRange): string =>
      text.slice(body.start + from, body.start + end + text.length - this.#text.length);
    const whole = { start: 0, end: body.end - body.start };
    if (touched !== undefined && touched.end - touched.start < Math.min(whole.end, MOST_ANEW)) {
      const statements = written(touched);
      if (this.#reader.isBody(language, statements)) return true;
      if (BODIES[language.id]?.areApart(statements) === true) return false;
    }
    return this.#reader.isBody(language, written(whole), this.#bodyTree(language, body));
  }

  #bodyTree(language: Language, body: TextRange): BodyTree | undefined {
    if (body.end - body.start <= MOST_ANEW) return undefined;
    if (this.#bodyTrees.has(body)) return this.#bodyTrees.get(body);
    const tree = this.#reader.bodyTree(language, this.#text.slice(body.start, body.end));
    this.#bodyTrees.set(body, tree);
    return tree;
  }

  #statementsOf({ id }: Language, body: TextRange): Statements | undefined {
    const known = this.#statements.get(body);
    if (known !== undefined) return known;
    const statements = BODIES[id]?.statements(this.#text.slice(body.start, body.end));
    if (statements !== undefined) this.#statements.set(body, statements);
    return statements;
  }

  /** Of most edits, only the members that they touch are read again. @param isSound whether the bodies that are touched are known to be code */
  #partly(language: Language, text: string, edit: TextEdit, isSound: boolean): FileSymbols | undefined {
    const known = this.#parts?.after(edit, text, {
      captures: (alone) => this.#capturesOf(language, alone),
      isBody: (body) => isSound || this.#reader.isBody(language, body),
    });
    if (known !== undefined) return known ?? undefined;
    return this.#outlineOf(language, text, isSound ? undefined : { start: edit.start, end: edit.newEnd });
  }

  #capturesOf(language: Language, text: string): readonly Capture[] | undefined {
    if (this.#alone.has(text)) return this.#alone.get(text);
    const captures = this.#reader.captures(language, text);
    if (this.#alone.size >= MOST_ALONE) this.#alone.clear();
    this.#alone.set(text, captures);
    return captures;
  }

  #outlineOf(language: Language, text: string, changed?: TextRange): FileSymbols | undefined {
    this.#outline ??= this.#reader.outlineTree(language, this.#text);
    const wishes = { like: this.#outline, isWhole: true, ...(changed && { changed }) };
    return this.#reader.outline(language, text, this.path, wishes);
  }

  /** Of code that is broken a parser makes one thing when it reads it for the first time, and another when it knows what stood there before. */
  #readAgain(text: string, lines: readonly string[], row: number, col: number): FileSymbols {
    const read = this.#reader.parse(this.#language, text);
    const symbols = this.#reader.repair(this.#language, lines, row, col, read, this.#signs, this.#isCode);
    read.parsed?.delete();
    return symbols;
  }

  #placeOf(offset: number): Place {
    const row = this.#rowOf(offset);
    return [row, offset - (this.#starts[row] ?? 0)];
  }
}

function startsOf(lines: readonly string[]): readonly number[] {
  let next = 0;
  return lines.map((line) => {
    const start = next;
    next += line.length + 1;
    return start;
  });
}

/** All rows as they are after the change. */
function movedBy(gap: Gap, symbols: FileSymbols): FileSymbols {
  const to = rowAfter(gap);
  return {
    ...symbols,
    imports: symbols.imports.map((each) => ({ ...each, row: to(each.row) })),
    declarations: symbols.declarations.map((each) => movedTo(each, to)),
    references: symbols.references.map((each) => ({ ...each, row: to(each.row) })),
  };
}

function rowAfter({ first, last, newLast }: Gap): (row: number) => number {
  return (row) => (row <= first ? row : row < last ? first : row + newLast - last);
}

/** A name stands for its first mention: where that is in the gap, the file has to be looked through for the next one. */
function isNamedIn({ first, last }: Gap, { references }: FileSymbols): boolean {
  return references.some(({ row }) => first <= row && row <= last);
}

/** Whether what stands in a function tells types: its own, or those of properties. */
function tellsTypes(declarations: readonly Declaration[], around: Declaration | undefined): boolean {
  if (around === undefined) return false;
  return around.values !== undefined || declarations.some(({ valuesIn }) => valuesIn?.includes(around.name) === true);
}
