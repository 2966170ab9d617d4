/** Puts what a part of a PHP file says, read again, in between what the rest of it said. Parses nothing, and judges nothing. */
import type { Capture, TextEdit } from '../../syntax/symbol-parser.ts';
import { countLineEnds } from '../../text/lines.ts';
import type { Declaration, FileSymbols, Reference } from '../symbols.ts';
import { movedTo } from './moved.ts';
import { firstMentions, PhpReader } from './php.ts';
import { type Draft, isUntyped, tellAssigned } from './php-declarations.ts';
import type { Mark } from './php-marks.ts';
import type { PhpPieces } from './php-pieces.ts';

/** A text that was read from its beginning to its end. */
export interface ReadWhole {
  readonly captures: readonly Capture[];
  readonly reader: PhpReader;
  readonly symbols: FileSymbols;
  /** 0-based row of a UTF-16 offset. */
  readonly rowOf: (offset: number) => number;
}

/** Members of a type that are other ones now. */
export interface ChangedPart {
  readonly edit: TextEdit;
  /** After the edit. */
  readonly text: string;
  /** Of what was parsed again, in that text. */
  readonly captures: readonly Capture[];
  /** UTF-16 offset where that begins. */
  readonly start: number;
  /** The member before it, which is read again with what stands behind it; the type itself where there is none. */
  readonly first: Mark;
  /** The first that is not read again; `undefined` at the end of the file. */
  readonly next: Mark | undefined;
}

/** @returns `undefined` where names come to mean something else */
export function composed(whole: ReadWhole, part: ChangedPart, pieces: PhpPieces): FileSymbols | undefined {
  const { names } = whole.reader;
  const { meaning } = names;
  const again = readAgain(whole, part, pieces);
  if (names.meaning !== meaning) return undefined;
  const { marks, first } = whole.reader;
  const rows = part.edit.newEndRow - part.edit.oldEndRow;
  const before = marks.filter(({ index }) => index < part.first.index).map(({ references }) => references);
  const after = part.next === undefined ? [] : marks.slice(marks.indexOf(part.next));
  return {
    ...whole.symbols,
    declarations: declarationsOf(whole, part, again),
    references: firstMentions([
      first,
      ...before,
      again.first,
      ...after.map(({ references }) => (rows === 0 ? references : movedReferences(references, rows))),
    ]),
  };
}

function movedReferences(references: ReadonlyMap<string, Reference>, rows: number): ReadonlyMap<string, Reference> {
  return new Map(Array.from(references, ([key, each]) => [key, { ...each, row: each.row + rows }]));
}

/** Reads the part, with all that its first member is followed by. The type around stands first in what is declared. */
function readAgain(whole: ReadWhole, part: ChangedPart, pieces: PhpPieces): PhpReader {
  const { edit, first, next, text } = part;
  const units = edit.newEnd - edit.oldEnd;
  const rows = edit.newEndRow - edit.oldEndRow;
  const captures: Capture[] = [];
  for (let at = first.index; at < whole.captures.length; at++) {
    const capture = whole.captures[at];
    if (capture === undefined || capture.start >= part.start) break;
    const isAround = capture.end > part.start;
    captures.push(isAround ? { ...capture, end: capture.end + units, endRow: capture.endRow + rows } : capture);
  }
  const nextCapture = next && whole.captures[next.index];
  const type = first.scope && whole.symbols.declarations[first.scope.type];
  const reader = new PhpReader(text, [...captures, ...part.captures], pieces, {
    names: whole.reader.names,
    from: captures[0]?.start ?? 0,
    to: nextCapture === undefined ? text.length : nextCapture.start + units,
    rowOf: rowsAfter(edit, text, whole.rowOf),
    around: first.scope &&
      type && {
        declaration: withoutTraits(type),
        scope: { ...first.scope, end: first.scope.end + units, type: 0 },
      },
  });
  reader.scan();
  return reader;
}

function rowsAfter(
  { start, oldEnd, newEnd, startRow, oldEndRow, newEndRow }: TextEdit,
  text: string,
  rowOf: (offset: number) => number,
): (offset: number) => number {
  return (offset) => {
    if (offset <= start) return rowOf(offset);
    if (offset >= newEnd) return rowOf(offset - newEnd + oldEnd) + newEndRow - oldEndRow;
    return startRow + countLineEnds(text.slice(start, offset));
  };
}

function declarationsOf(whole: ReadWhole, part: ChangedPart, again: PhpReader): readonly Declaration[] {
  const { declarations } = whole.symbols;
  const { first, next, edit } = part;
  const [units, rows] = [edit.newEnd - edit.oldEnd, edit.newEndRow - edit.oldEndRow];
  const typeAt = first.scope?.type ?? first.declared;
  // The type around is no part of what was read again where a member stands before it.
  const own = first.scope === undefined ? 0 : 1;
  const oldEnd = next?.declared ?? declarations.length;
  const more = first.declared + again.found.all.length - own - oldEnd;
  const placeOf = (index: number): number => (index === 0 ? typeAt : index < 0 ? index : first.declared + index - own);
  const placeBehind = (index: number): number => (index < oldEnd ? index : index + more);
  const inside = again.found.all.slice(own).map((each) => ({ ...each, parent: placeOf(each.parent) }));
  const behind = declarations.slice(oldEnd).map((each) => {
    const moved = rows === 0 ? each : movedTo(each, (row) => row + rows);
    return more === 0 || each.parent < oldEnd ? moved : { ...moved, parent: placeBehind(each.parent) };
  });
  const all: Draft[] = [...declarations.slice(0, first.declared), ...inside, ...behind];
  all[typeAt] = typeAfter(whole, part, again, typeAt);
  const known = whole.reader.found.assignments;
  const oldAssigned = known.slice(first.assigned, next?.assigned);
  const newAssigned = again.found.assignments.map((each) => ({ ...each, type: placeOf(each.type) }));
  const isTold =
    oldAssigned.length + newAssigned.length > 0 ||
    inside.some(isUntyped) ||
    declarations.slice(first.declared, oldEnd).some(isUntyped);
  if (!isTold) return all;
  const assigned = [
    ...known.slice(0, first.assigned),
    ...newAssigned,
    ...(next === undefined ? [] : known.slice(next.assigned)).map((each) => ({
      ...each,
      type: placeBehind(each.type),
      offset: each.offset + units,
    })),
  ];
  const untold = all.map((each) => (isUntyped(each) ? withoutValues(each) : each));
  tellAssigned(untold, assigned, part.text);
  return untold;
}

/** The type around the part: where it ends, and the traits that it uses. */
function typeAfter(whole: ReadWhole, { first, next, edit }: ChangedPart, again: PhpReader, at: number): Draft {
  const known = whole.symbols.declarations[at];
  const read = again.found.at(0);
  const type = first.scope === undefined || known === undefined ? read : known;
  const isInside = next?.scope?.type === at;
  const old = known?.traits ?? [];
  const traits = [...old.slice(0, first.traits), ...(read.traits ?? []), ...(isInside ? old.slice(next.traits) : [])];
  const rows = type === known ? edit.newEndRow - edit.oldEndRow : 0;
  return { ...withoutTraits(type), endRow: type.endRow + rows, ...(traits.length > 0 && { traits }) };
}

function withoutTraits({ traits: _, ...type }: Declaration): Draft {
  return type;
}

function withoutValues({ values: _, valuesIn: __, ...property }: Draft): Draft {
  return property;
}
