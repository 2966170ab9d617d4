/**
 * A file with a piece taken out of it, as somebody has it open who is about to write that piece. For datasets, which ask about many pieces of one file:
 * what stands outside of the function around a piece is read once. What the piece alone says is not known without it.
 */
import type { Language } from '../syntax/language.ts';
import { languageOf } from '../syntax/registry.ts';
import type { ParsedText } from '../syntax/symbol-parser.ts';
import { escapePattern } from '../text/escape-pattern.ts';
import { type LiveDocument, MANY_LINES } from './documents.ts';
import type { TextRange } from './extract/cut-text.ts';
import { BODIES } from './extract/extractors.ts';
import { closedAt } from './extract/repair.ts';
import type { OutlineTree, SymbolReader } from './index/reader.ts';
import { editBetween } from './index/text-edit.ts';
import { isCommentLine } from './search/words.ts';
import { type Declaration, type FileSymbols, NO_SYMBOLS, type Reference } from './symbols.ts';

/** What was replaced: rows of the whole text, 0-based, the last one of the text after it, and that one's lines there. */
interface Gap {
  readonly first: number;
  readonly last: number;
  readonly newLast: number;
  readonly lines: readonly string[];
}

/** Of texts that were parsed for one piece. */
type Trees = Map<string, ParsedText | undefined>;

export class WholeDocument {
  readonly path: string;
  readonly #language: Language | undefined;
  readonly #reader: SymbolReader;
  readonly #text: string;
  readonly #lines: readonly string[];
  readonly #starts: readonly number[];
  readonly #bodies: readonly TextRange[];
  #known: FileSymbols | undefined;
  #parsed: ParsedText | undefined;
  #isParsed = false;
  #outline: OutlineTree | undefined;

  /** @param path absolute; @param text with `\n`; the language's grammar is loaded */
  constructor(path: string, text: string, reader: SymbolReader) {
    this.path = path;
    this.#language = languageOf({ filetype: '', path });
    this.#reader = reader.following();
    this.#text = text;
    this.#lines = text.split('\n');
    this.#starts = startsOf(this.#lines);
    this.#bodies = BODIES[this.#language?.id ?? '']?.(text) ?? [];
  }

  /** The document without what stands from `start` to `end`, UTF-16 offsets. */
  without(start: number, end: number): LiveDocument {
    const [first, last] = [this.#rowOf(start), this.#rowOf(end)];
    const [startCol, endCol] = [start - (this.#starts[first] ?? 0), end - (this.#starts[last] ?? 0)];
    const left = (this.#lines[first] ?? '').slice(0, startCol) + (this.#lines[last] ?? '').slice(endCol);
    const lines = this.#lines.toSpliced(first, last - first + 1, left);
    const text = this.#text.slice(0, start) + this.#text.slice(end);
    const gap = { first, last, newLast: first, lines: [left] };
    // A long document is not read again for what changes in the body of a function, as while somebody types.
    const symbols =
      (this.#lines.length > MANY_LINES ? this.#moved(gap, start, end) : undefined) ??
      this.#withoutMembers(gap) ??
      this.#read(text, lines, first, startCol);
    return { path: this.path, language: this.#language, lines, text, symbols: () => symbols, symbolsAt: () => symbols };
  }

  /** The trees live outside of the garbage collector. */
  delete(): void {
    this.#parsed?.delete();
    this.#outline?.parsed.delete();
    [this.#parsed, this.#outline] = [undefined, undefined];
    this.#isParsed = false;
  }

  /** What the whole text declares. */
  get #symbols(): FileSymbols {
    this.#known ??= this.#reader.read(this.#language, this.#text, this.path);
    return this.#known;
  }

  /** `undefined` where the text can't be parsed. */
  get #tree(): ParsedText | undefined {
    if (!this.#isParsed) this.#parsed = this.#reader.tree(this.#language, this.#text);
    this.#isParsed = true;
    return this.#parsed;
  }

  /** What is in a body declares nothing: all else is as it was, further up or down. `undefined` for what is not in one. */
  #moved(gap: Gap, start: number, end: number): FileSymbols | undefined {
    const symbols = this.#symbols;
    // With its braces or without.
    if (!this.#bodies.some((body) => body.start - 1 <= start && end <= body.end + 1)) return undefined;
    if (symbols.declarations.some(({ row, endRow }) => gap.first <= row && endRow <= gap.last)) return undefined;
    const to = rowAfter(gap);
    return {
      ...symbols,
      imports: symbols.imports.map((each) => ({ ...each, row: to(each.row) })),
      declarations: symbols.declarations.map((each) => movedTo(each, to)),
      references: outside(symbols.references, gap, this.#lines),
    };
  }

  /** Where whole members are taken out, with the code of all their lines: the others stay. `undefined` for any other piece. */
  #withoutMembers(gap: Gap): FileSymbols | undefined {
    const { first, last } = gap;
    const symbols = this.#symbols;
    const { declarations, imports } = symbols;
    if (this.#bodies.length === 0 || gap.lines.some((line) => line.trim() !== '')) return undefined;
    if (imports.some(({ row }) => first <= row && row <= last)) return undefined;
    const isGone = ({ nameRow, endRow }: Declaration): boolean => first <= nameRow && endRow <= last;
    const isAround = ({ nameRow, endRow }: Declaration): boolean => nameRow < first && last < endRow;
    const isApart = ({ row, endRow }: Declaration): boolean => endRow < first || last < row;
    if (!declarations.every((each) => isGone(each) || isAround(each) || isApart(each))) return undefined;
    if (!declarations.some((each) => isGone(each) && each.parent >= 0)) return undefined;
    // A comment that is left behind would be the next one's.
    const next = declarations.find(({ row }) => row > last);
    if (this.#lines[first - 1]?.trimEnd().endsWith('*/') === true && next?.row === next?.nameRow) return undefined;
    const to = rowAfter(gap);
    const kept = declarations.filter((each) => !isGone(each));
    const places = new Map(kept.map((each, at) => [each, at]));
    return {
      ...symbols,
      imports: imports.map((each) => ({ ...each, row: to(each.row) })),
      declarations: kept.map((each) => {
        const around = declarations[each.parent];
        return { ...movedTo(each, to), parent: around === undefined ? -1 : (places.get(around) ?? -1) };
      }),
      references: outside(symbols.references, gap, this.#lines),
    };
  }

  /** As an editor reads it. */
  #read(text: string, lines: readonly string[], row: number, col: number): FileSymbols {
    const language = this.#language;
    if (language === undefined) return NO_SYMBOLS;
    const closed = repeatable(closedAt(language, lines, row, col));
    const trees: Trees = new Map();
    try {
      return this.#repaired(language, text, closed, trees) ?? this.#readAgain(language, text, closed, row, trees);
    } finally {
      for (const tree of trees.values()) tree?.delete();
    }
  }

  /** As {@link SymbolReader.repair} finds it, where the first text that reads as code from end to end tells it; else `undefined`. */
  #repaired(language: Language, text: string, closed: Iterable<string>, trees: Trees): FileSymbols | undefined {
    if (this.#bodies.length === 0 || this.#tree?.hasError !== false) return undefined;
    const known = this.#knownOf(language, text, trees);
    if (known !== undefined) return known;
    for (const copy of closed) {
      const known = this.#knownOf(language, copy, trees);
      if (known !== undefined) return known;
    }
    return undefined;
  }

  /** Of a text that reads as code from end to end; `undefined` for another. Most of it is as it was. */
  #knownOf(language: Language, text: string, trees: Trees): FileSymbols | undefined {
    const edit = editBetween(this.#text, text);
    const { start, oldEnd, startRow: first, oldEndRow: last, newEndRow: newLast } = edit;
    const gap = { first, last, newLast, lines: text.split('\n').slice(first, newLast + 1) };
    const moved = this.#moved(gap, start, oldEnd);
    // Bodies that are whole are code.
    const isWhole = this.#bodies.every(
      (body) => body.end <= start || oldEnd <= body.start || (start <= body.start && body.end <= oldEnd),
    );
    if (moved === undefined && isWhole) return this.#outlineOf(language, text);
    const isCode = this.#treeOf(language, text, trees)?.hasError === false;
    return isCode ? (moved ?? this.#outlineOf(language, text)) : undefined;
  }

  #outlineOf(language: Language, text: string): FileSymbols | undefined {
    this.#outline ??= this.#reader.outlineTree(language, this.#text);
    return this.#reader.outline(language, text, this.path, this.#outline);
  }

  #readAgain(language: Language, text: string, closed: Iterable<string>, row: number, trees: Trees): FileSymbols {
    const read = this.#reader.readTree(language, text, this.#treeOf(language, text, trees));
    if (read.parsed?.hasError !== true) return read.symbols;
    return this.#reader.bestOf(language, closed, row, read, (copy) => this.#treeOf(language, copy, trees));
  }

  /** The tree of a text that has most in common with the whole one. */
  #treeOf(language: Language, text: string, trees: Trees): ParsedText | undefined {
    let tree = trees.get(text);
    if (tree !== undefined) return tree;
    const whole = this.#tree;
    tree = this.#reader.tree(language, text, whole, whole && [editBetween(this.#text, text)]);
    trees.set(text, tree);
    return tree;
  }

  #rowOf(offset: number): number {
    let [low, high] = [0, this.#starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** Can be gone through again without being made again. */
function repeatable<T>(items: Iterable<T>): Iterable<T> {
  const known: T[] = [];
  const rest = items[Symbol.iterator]();
  return {
    *[Symbol.iterator]() {
      for (let at = 0; ; at++) {
        const next = at < known.length ? undefined : rest.next();
        if (next?.done === true) return;
        if (next !== undefined) known.push(next.value);
        yield* known.slice(at, at + 1);
      }
    },
  };
}

function startsOf(lines: readonly string[]): readonly number[] {
  let next = 0;
  return lines.map((line) => {
    const start = next;
    next += line.length + 1;
    return start;
  });
}

function rowAfter({ first, last, newLast }: Gap): (row: number) => number {
  return (row) => (row <= first ? row : row < last ? first : row + newLast - last);
}

function movedTo(declaration: Declaration, to: (row: number) => number): Declaration {
  const { row, endRow, nameRow } = declaration;
  const [newRow, newEnd, newName] = [to(row), to(endRow), to(nameRow)];
  const isSame = newEnd === endRow && newRow === row && newName === nameRow;
  return isSame ? declaration : { ...declaration, row: newRow, endRow: newEnd, nameRow: newName };
}

/** References outside of the gap. A name stands for its first mention: of those in the gap the next one counts. */
function outside(references: readonly Reference[], gap: Gap, lines: readonly string[]): readonly Reference[] {
  const to = rowAfter(gap);
  const found = references.flatMap((reference) => {
    const { row } = reference;
    if (row < gap.first) return [reference];
    if (row > gap.last) return [{ ...reference, row: to(row) }];
    const next = nextMention(reference, gap, lines);
    return next === undefined ? [] : [{ ...reference, row: next }];
  });
  return found.sort((a, b) => a.row - b.row);
}

/** Row after the change. @param lines of the whole text */
function nextMention({ name, role }: Reference, gap: Gap, lines: readonly string[]): number | undefined {
  const short = name.slice(1 + Math.max(name.lastIndexOf('\\'), name.lastIndexOf('.')));
  const escaped = escapePattern(short);
  const [before, after] = [role === 'new' ? 'new\\s+[\\w\\\\]*' : '', role === 'static' ? '\\s*::' : ''];
  const mention = new RegExp(
    `${before}(?<![$\\w\\u0080-\\uffff]|->)${escaped}(?![\\w\\u0080-\\uffff${role === 'new' || role === 'attribute' ? '' : '('}])${after}`,
    'u',
  );
  const isMention = (line: string): boolean => line.includes(short) && !isCommentLine(line) && mention.test(line);
  const inGap = gap.lines.findIndex(isMention);
  if (inGap >= 0) return gap.first + inGap;
  for (let row = gap.last + 1; row < lines.length; row++) {
    if (isMention(lines[row] ?? '')) return row + gap.newLast - gap.last;
  }
  return undefined;
}
