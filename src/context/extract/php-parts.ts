/**
 * Reads the members of a PHP class again that an edit touches, and knows all else from the whole text that was read before. What it can't tell for certain
 * it doesn't tell. Parses nothing itself.
 */
import type { Capture, TextEdit } from '../../syntax/symbol-parser.ts';
import type { FileSymbols } from '../symbols.ts';
import { cutText, type TextRange } from './cut-text.ts';
import type { Follower, PartParser, ReadParts } from './extractor.ts';
import { PhpReader } from './php.ts';
import { bodiesIn, codeStart } from './php-bodies.ts';
import { GOES_ON, type GoesOn, hasPairs } from './php-brackets.ts';
import { composed, type ReadWhole } from './php-composed.ts';
import { valueEnd } from './php-declarations.ts';
import type { Mark, Scope } from './php-marks.ts';
import { type PhpPieces, RememberedPieces } from './php-pieces.ts';
import { rowsIn } from './rows.ts';

const TYPES: ReadonlySet<string> = new Set(['class', 'interface', 'trait', 'enum']);
const MEMBERS: ReadonlySet<string> = new Set(['method', 'property', 'constant', 'case', 'traits']);
/** What members stand in, where they stand alone: code in one of them is code in the other sorts as well. */
const CLASS = '<?php class a {';
const ENUM = '<?php enum a {';
/** A comment that isn't closed any more goes on to the end of the next one: over so many members, at most. */
const MOST_SWALLOWED = 2;
const LINE_COMMENT = /^\s*(?:\/\/|#)/u;

/** For texts that are much the same, as those of one document. */
export function followingPhp(): Follower {
  const pieces = new RememberedPieces();
  return {
    read: (text, captures) => new PhpReader(text, captures, pieces).read(),
    readParts: (text, captures, bodies) => new PhpParts(text, captures, bodies, pieces),
  };
}

/** A class, an interface, … that stands in no other and in no function. */
interface Type {
  readonly mark: Mark;
  readonly isEnum: boolean;
  /** Braces included. */
  readonly body: Capture;
  readonly members: readonly Member[];
  /** The first mark behind it. */
  readonly next: Mark | undefined;
}

interface Member {
  readonly mark: Mark;
  /** UTF-16 offset. */
  readonly end: number;
}

/** Members that are read again, and the one before them, or else all that stands before them in the type. UTF-16 offsets. */
interface Part {
  readonly type: Type;
  /** What is parsed, in the new text, and where that ended in the old one. */
  readonly start: number;
  readonly end: number;
  readonly oldEnd: number;
  /** Of the first that is read again, and of the first behind it. */
  readonly first: Mark;
  readonly next: Mark | undefined;
}

class PhpParts implements ReadParts {
  readonly symbols: FileSymbols;
  readonly #whole: ReadWhole;
  readonly #pieces: PhpPieces;
  readonly #types: readonly Type[];
  /** Where types begin and end inside, and their members end: those that stand apart from strings, comments and functions. */
  readonly #seams: ReadonlySet<number>;
  readonly #bodies: readonly TextRange[];
  /** How many braces are open inside of the first type. */
  readonly #depth: number | undefined;
  /** Values that go on behind the function that they stand in: strings that nobody closed. */
  readonly #runaways: readonly TextRange[];

  constructor(text: string, captures: readonly Capture[], bodies: readonly TextRange[], pieces: PhpPieces) {
    const reader = new PhpReader(text, captures, pieces);
    this.symbols = reader.read(true);
    this.#whole = { captures, reader, symbols: this.symbols, rowOf: rowsIn(text) };
    this.#pieces = pieces;
    this.#bodies = bodies;
    this.#types = typesOf(this.#whole);
    this.#seams = seamsOf(text, this.#types);
    this.#depth = depthIn(text, this.#types[0], bodies);
    this.#runaways = reader.values
      .map(({ offset, limit }) => ({ start: offset, end: valueEnd(text, offset), limit }))
      .filter(({ end, limit }) => end > limit);
  }

  after(edit: TextEdit, text: string, parser: PartParser): FileSymbols | null | undefined {
    const type = this.#types.find(({ body }) => body.start < edit.start && edit.oldEnd < body.end);
    if (type === undefined) return this.#isHeadCode(edit, text, parser) ? undefined : null;
    for (let more = 0; more <= MOST_SWALLOWED; more++) {
      const part = this.#partAround(edit, type, more);
      const known = part && this.#readPart(part, edit, text, parser);
      if (known !== GOES_ON) return known;
    }
    return undefined;
  }

  /** The members that an edit touches. @param more of those behind them, which may be in a comment now */
  #partAround(edit: TextEdit, type: Type, more: number): Part | undefined {
    const { body, members } = type;
    const before = members.findLast(({ end }) => end <= edit.start);
    const touched = members.findIndex(({ end }) => end > edit.oldEnd);
    const last = touched < 0 ? touched : touched + more;
    const start = before?.end ?? body.start + 1;
    const oldEnd = members[last]?.end ?? body.end - 1;
    if (!this.#seams.has(start) || !this.#seams.has(oldEnd)) return undefined;
    if (this.#runaways.some((each) => each.start < start && each.end > start)) return undefined;
    const end = oldEnd + edit.newEnd - edit.oldEnd;
    const next = (last < 0 ? undefined : members[last + 1]?.mark) ?? type.next;
    return { type, start, oldEnd, end, first: before?.mark ?? type.mark, next };
  }

  #readPart(part: Part, edit: TextEdit, text: string, parser: PartParser): FileSymbols | null | undefined | GoesOn {
    const { start, end, oldEnd } = part;
    // What stands in front of it would belong to the next one's comment.
    if (LINE_COMMENT.test(text.slice(text.lastIndexOf('\n', end - 1) + 1, end))) return undefined;
    const found = bodiesIn(text, start, end);
    if (found === undefined) return null;
    const isInPairs = hasPairs(text, part, found.bodies);
    if (isInPairs !== true) return isInPairs === false ? null : isInPairs;
    if (found.end > end) return GOES_ON;
    const isOutside = (each: TextRange): boolean => each.end < start || oldEnd < each.start;
    // Without any body there is no outline.
    if (found.bodies.length === 0 && !this.#bodies.some(isOutside)) return null;
    const captures = capturesOf(text, part, found.bodies, this.#whole.rowOf(start), parser);
    if (captures === null || captures === undefined) return captures;
    const touched = found.bodies.filter((each) => each.start <= edit.newEnd && edit.start <= each.end);
    if (!touched.every((each) => parser.isBody(text.slice(each.start, each.end)))) return null;
    return composed(this.#whole, { ...part, edit, text, captures }, this.#pieces);
  }

  /** Whether what stands in front of an edit's end may be code: `false` where it is certain that it isn't. */
  #isHeadCode({ oldEnd, newEnd }: TextEdit, text: string, parser: PartParser): boolean {
    const [type] = this.#types;
    const seam = type && this.#seamsIn(type).find((each) => each > oldEnd);
    if (type === undefined || seam === undefined || this.#depth === undefined) return true;
    const head = { start: codeStart(text), end: seam + newEnd - oldEnd };
    const found = bodiesIn(text, head.start, head.end);
    if (found === undefined) return false;
    const isInPairs = hasPairs(text, head, found.bodies, this.#depth);
    if (isInPairs !== true || found.end > head.end) return isInPairs !== false;
    const closed = text.slice(0, head.end) + '}'.repeat(this.#depth);
    return parser.captures(cutText(closed, found.bodies).text) !== undefined;
  }

  #seamsIn({ body, members }: Type): readonly number[] {
    return [body.start + 1, ...members.map(({ end }) => end)].filter((seam) => this.#seams.has(seam));
  }
}

function typesOf({ captures, reader, symbols }: ReadWhole): readonly Type[] {
  const { marks, names } = reader;
  const lastName = captures.findLast(({ name }) => name === 'use' || name === 'namespace')?.start ?? -1;
  return marks.flatMap((mark) => {
    const capture = captures[mark.index];
    const isType = mark.scope === undefined && TYPES.has(capture?.name ?? '');
    // Names have to mean the same in all of it.
    if (capture === undefined || !isType || mark.meaning !== names.meaning) return [];
    const body = captures.find(({ name }, at) => at > mark.index && name === 'body');
    if (body?.end !== capture.end || body.start < lastName) return [];
    if (symbols.declarations[mark.declared]?.kind !== capture.name) return [];
    const scope = marks.find((each) => each.scope?.type === mark.declared)?.scope;
    const next = marks.find(({ index }) => (captures[index]?.start ?? 0) >= body.end);
    return [{ mark, isEnum: capture.name === 'enum', body, members: membersOf(scope, marks, captures), next }];
  });
}

/** How many braces are open inside of a type that stands in no other: its own, and that of a namespace. */
function depthIn(text: string, type: Type | undefined, bodies: readonly TextRange[]): number | undefined {
  const head = type && { start: codeStart(text), end: type.body.start + 1 };
  return head && [1, 2].find((depth) => hasPairs(text, head, bodies, depth) === true);
}

function membersOf(scope: Scope | undefined, marks: readonly Mark[], captures: readonly Capture[]): readonly Member[] {
  const members: Member[] = [];
  for (const mark of marks) {
    const capture = captures[mark.index];
    if (scope === undefined || mark.scope !== scope || capture === undefined || !MEMBERS.has(capture.name)) continue;
    if (capture.start >= (members.at(-1)?.end ?? 0)) members.push({ mark, end: capture.end });
  }
  return members;
}

function seamsOf(text: string, types: readonly Type[]): ReadonlySet<number> {
  const seams = new Set<number>();
  let from = types.length === 0 ? text.length : codeStart(text);
  let reach = from;
  for (const { body, members } of types) {
    for (const seam of [body.start + 1, ...members.map(({ end }) => end), body.end - 1]) {
      const found = bodiesIn(text, from, seam);
      if (found === undefined) return seams;
      from = Math.max(found.end, seam);
      reach = Math.max(found.reach, reach);
      if (reach <= seam) seams.add(seam);
    }
  }
  return seams;
}

/** Of a part, as captures of the text that it stands in. `null` where it is no code; `undefined` where it is more than members. */
function capturesOf(
  text: string,
  { start, end, type: { isEnum } }: Part,
  bodies: readonly TextRange[],
  row: number,
  parser: PartParser,
): readonly Capture[] | null | undefined {
  const head = isEnum ? ENUM : CLASS;
  const before = start - head.length;
  const cut = cutText(
    `${head}${text.slice(start, end)}}`,
    bodies.map((body) => ({ start: body.start - before, end: body.end - before })),
  );
  const captures = parser.captures(cut.text);
  if (captures === undefined) return null;
  const [type, body, ...members] = captures;
  if (type?.end !== cut.text.length || body?.name !== 'body') return undefined;
  return cut.inWhole(members).map((capture) => ({
    name: capture.name,
    start: capture.start + before,
    end: capture.end + before,
    row: capture.row + row,
    endRow: capture.endRow + row,
  }));
}
