/**
 * Reads the members of a PHP class again that an edit touches, and knows all else from the whole text that was read before. What it can't tell for certain
 * it doesn't tell. Parses nothing itself.
 */
import type { Capture, TextEdit } from '../../syntax/symbol-parser.ts';
import type { FileSymbols } from '../symbols.ts';
import { cutText, type TextRange } from './cut-text.ts';
import type { Follower, PartParser, ReadParts } from './extractor.ts';
import { type Mark, PhpReader, type Scope } from './php.ts';
import { bodiesIn, codeStart } from './php-bodies.ts';
import { composed, type ReadWhole } from './php-composed.ts';
import { valueEnd } from './php-declarations.ts';
import { type PhpPieces, RememberedPieces } from './php-pieces.ts';
import { NO_CODE } from './php-text.ts';
import { rowsIn } from './rows.ts';

const TYPES: ReadonlySet<string> = new Set(['class', 'interface', 'trait', 'enum']);
const MEMBERS: ReadonlySet<string> = new Set(['method', 'property', 'constant', 'case', 'traits']);
/** What members stand in, where they stand alone: code in one of them is code in the other sorts as well. */
const CLASS = '<?php class a {';
const ENUM = '<?php enum a {';
/** Group 3: a brace, or what no pattern reads as the parser does. */
const BRACE = new RegExp(`${NO_CODE}|([{}\`])`, 'gu');
/** A string that may hold code; the end of all code. */
const UNSURE = /^(?:"[\s\S]*[{$]|<<<|\?>)/u;
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

class PhpParts implements ReadParts {
  readonly symbols: FileSymbols;
  readonly #whole: ReadWhole;
  readonly #pieces: PhpPieces;
  readonly #types: readonly Type[];
  /** Where types begin and end inside, and their members end: those that stand apart from strings, comments and functions. */
  readonly #seams: ReadonlySet<number>;
  readonly #bodies: readonly TextRange[];
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
    this.#runaways = reader.values
      .map(({ offset, limit }) => ({ start: offset, end: valueEnd(text, offset), limit }))
      .filter(({ end, limit }) => end > limit);
  }

  after(edit: TextEdit, text: string, parser: PartParser): FileSymbols | null | undefined {
    const type = this.#types.find(({ body }) => body.start < edit.start && edit.oldEnd < body.end);
    if (type === undefined) return undefined;
    const { body, members, isEnum } = type;
    const last = members.findIndex((member) => member.end > edit.oldEnd);
    const before = members.findLast((member) => member.end <= edit.start);
    const start = before?.end ?? body.start + 1;
    const oldEnd = members[last]?.end ?? body.end - 1;
    const end = oldEnd + edit.newEnd - edit.oldEnd;
    if (!this.#seams.has(start) || !this.#seams.has(oldEnd)) return undefined;
    if (this.#runaways.some((each) => each.start < start && each.end > start)) return undefined;
    // What stands in front of it would belong to the next one's comment.
    if (LINE_COMMENT.test(text.slice(text.lastIndexOf('\n', end - 1) + 1, end))) return undefined;
    const found = bodiesIn(text, start, end);
    if (found === undefined) return null;
    const isBalanced = hasBracesInPairs(text, { start, end }, found.bodies);
    if (isBalanced !== true) return isBalanced === false ? null : undefined;
    if (found.end > end) return undefined;
    const isOutside = (each: TextRange): boolean => each.end < start || oldEnd < each.start;
    // Without any body there is no outline.
    if (found.bodies.length === 0 && !this.#bodies.some(isOutside)) return null;
    const captures = capturesOf(
      text,
      { start, end },
      found.bodies,
      isEnum ? ENUM : CLASS,
      this.#whole.rowOf(start),
      parser,
    );
    if (captures === null || captures === undefined) return captures;
    const touched = found.bodies.filter((each) => each.start <= edit.newEnd && edit.start <= each.end);
    if (!touched.every((each) => parser.isBody(text.slice(each.start, each.end)))) return null;
    return composed(
      this.#whole,
      {
        edit,
        text,
        start,
        captures,
        first: before?.mark ?? type.mark,
        next: (last < 0 ? undefined : members[last + 1]?.mark) ?? type.next,
      },
      this.#pieces,
    );
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
  for (const { body, members } of types) {
    for (const seam of [body.start + 1, ...members.map(({ end }) => end), body.end - 1]) {
      const found = bodiesIn(text, from, seam);
      if (found === undefined) return seams;
      from = Math.max(found.end, seam);
      if (found.reach <= seam) seams.add(seam);
    }
  }
  return seams;
}

/**
 * Whether each brace in a part has another one. Where not, no text can be code that has been code with another such part.
 * @returns `undefined` where that can't be told: where something goes on behind the part, or may hold braces that are none
 */
function hasBracesInPairs(text: string, { start, end }: TextRange, bodies: readonly TextRange[]): boolean | undefined {
  const inside = bodies.filter((body) => body.end <= end);
  let depth = 0;
  let isLeft = false;
  let next = 0;
  BRACE.lastIndex = start;
  for (let match = BRACE.exec(text); match !== null && match.index < end; match = BRACE.exec(text)) {
    const [found, , , brace] = match;
    if (BRACE.lastIndex > end || brace === '`' || UNSURE.test(found)) return undefined;
    if (brace === '}') depth--;
    if (depth < 0) isLeft = true;
    if (brace !== '{') continue;
    depth++;
    while ((inside[next]?.start ?? end) < BRACE.lastIndex) next++;
    // Those of a body come in pairs.
    const body = inside[next];
    if (body?.start === BRACE.lastIndex) BRACE.lastIndex = body.end;
  }
  if (depth !== 0) return false;
  return isLeft ? undefined : true;
}

/** Of a part, as captures of the text that it stands in. `null` where it is no code; `undefined` where it is more than members. */
function capturesOf(
  text: string,
  { start, end }: TextRange,
  bodies: readonly TextRange[],
  head: string,
  row: number,
  parser: PartParser,
): readonly Capture[] | null | undefined {
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
