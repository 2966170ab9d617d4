/** What turns one text into another, as the protocol tells servers: the range that differs, and what stands there then. Splits no character. Pure. */
import { editBetween } from '../../context/index/text-edit.ts';

export interface TextChange {
  /** Lines and UTF-16 columns from 0. */
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
  readonly text: string;
}

export function changeBetween(before: string, after: string): TextChange {
  const { start, oldEnd, newEnd, startRow, startCol, oldEndRow, oldEndCol } = editBetween(before, after);
  // Half of a character can't be sent.
  const more = isSecondHalf(before, start) || isSecondHalf(after, start) ? 1 : 0;
  const further = isSecondHalf(before, oldEnd) ? 1 : 0;
  return {
    range: {
      start: { line: startRow, character: startCol - more },
      end: { line: oldEndRow, character: oldEndCol + further },
    },
    text: after.slice(start - more, newEnd + further),
  };
}

function isSecondHalf(text: string, offset: number): boolean {
  const unit = text.charCodeAt(offset);
  return offset > 0 && unit >= 0xdc00 && unit <= 0xdfff;
}
