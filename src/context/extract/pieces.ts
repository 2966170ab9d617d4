/** Takes parameters, declarators and expressions apart that look alike in all languages: `name: type = value`. Knows no grammar. */
import type { Param } from '../symbols.ts';
import { expressionEnd, oneLine, piecesOutside } from './split.ts';

/** Longest value that is kept, and longest code that is read for one, in UTF-16 units; how many values are kept. */
export const LONGEST_VALUE = 200;
const LONGEST_EXPRESSION = 1000;
export const MOST_VALUES = 3;

/** A piece of a list of parameters: `name?: type = value`. */
export interface Pieces {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** Takes `name: type = value` apart. */
export function pieces(text: string): Pieces {
  const equals = piecesOutside(text, '=', true).find(
    ({ end }) => text[end] === '=' && text[end + 1] !== '>' && text[end + 1] !== '=',
  );
  const front = equals === undefined ? text : text.slice(0, equals.end);
  const colon = piecesOutside(front, ':')[0]?.end ?? front.length;
  return {
    name: front.slice(0, colon).trim(),
    type: front.slice(colon + 1).trim(),
    value: equals === undefined ? '' : text.slice(equals.end + 1).trim(),
  };
}

export function param(name: string, type: string, isOptional: boolean, isVariadic: boolean): Param {
  return {
    name,
    ...(type === '' ? {} : { type }),
    ...(isOptional ? { isOptional } : {}),
    ...(isVariadic ? { isVariadic } : {}),
  };
}

/** The expression at `start`: to a `;`, or to the end of a line that the next one does not go on from. */
export function valueAt(text: string, start: number): string {
  const code = text.slice(start, start + LONGEST_EXPRESSION);
  let end = expressionEnd(code, 0, LONGEST_EXPRESSION);
  for (const piece of piecesOutside(code.slice(0, end), '\n')) {
    if (/^\s*(?:[.?:&|+]|$)/u.test(code.slice(piece.end + 1)) || code.slice(0, piece.end).trim() === '') continue;
    end = piece.end;
    break;
  }
  const value = oneLine(code.slice(0, end), LONGEST_EXPRESSION);
  return value.length > LONGEST_VALUE ? '' : value;
}
