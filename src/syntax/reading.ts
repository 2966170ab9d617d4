/** Reads prefix + text, again and again while the text grows: what is open where. Does not know what is asked. */
import type { Tree } from 'web-tree-sitter';
import { type Base, readBase } from './base.ts';
import { isTooDeep } from './depth.ts';
import type { Frames } from './frames.ts';
import type { Grammar } from './grammar.ts';
import { commentAround, isInText, stringAround } from './kinds.ts';
import type { Language } from './language.ts';
import { createParse } from './parse.ts';
import { readTokens } from './tokens.ts';
import { unfinishedFrom } from './unfinished.ts';

/** UTF-16 indices. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What was read. Valid until the next question is asked. */
export interface Reading {
  readonly language: Language;
  /** What was read in place of prefix + text. All indices are UTF-16 units in it. */
  readonly source: string;
  /** Where the prefix ends and the text starts. */
  readonly cursor: number;
  /** Where the prefix starts; what stands before was put there. */
  readonly start: number;
  readonly frames: Frames;
  /** Where a string or a comment starts that is still open at the end. */
  readonly unfinished: number | undefined;
  /** Whether a character belongs to a string or a comment that starts before it. */
  isText(index: number): boolean;
  /** The comment that a character belongs to. */
  commentAt(index: number): Span | undefined;
  /** The string that a character belongs to. */
  stringAt(index: number): Span | undefined;
}

export interface ReadingKeeper {
  read(prefix: string, text: string): Reading;
  delete(): void;
}

/** UTF-16 units of a text that are read, at most: no model is asked for more. */
const LONGEST_TEXT = 24_000;

/** @throws RangeError where brackets are nested deeper than in any honest code */
function refuseTooDeep(text: string): void {
  if (isTooDeep(text)) throw new RangeError('brackets are nested too deep to be parsed');
}

/**
 * Every reading is made from the tree of its prefix, never from that of an earlier text: after an edit tree-sitter may
 * recover from errors in another way than it does afresh, and the answer would depend on what was asked before.
 */
export function keepReadings(language: Language, grammar: Grammar): ReadingKeeper {
  const parse = createParse(grammar);
  let base: Base | undefined;
  let last: { readonly text: string; readonly tree: Tree; readonly reading: Reading } | undefined;

  function baseOf(prefix: string): Base {
    if (base?.prefix === prefix) return base;
    forget();
    refuseTooDeep(prefix);
    base = readBase(language, grammar.query, parse, prefix);
    return base;
  }

  function forget(): void {
    forgetLast();
    base?.tree.delete();
    base = undefined;
  }

  function forgetLast(): void {
    last?.tree.delete();
    last = undefined;
  }

  return {
    read(prefix, text) {
      const { front, start, tail, tree: known, pairing, settled } = baseOf(prefix);
      if (last?.text === text) return last.reading;
      forgetLast();
      refuseTooDeep(text);
      const source = front + text.slice(0, LONGEST_TEXT);
      const tree = parse(source + tail, { tree: known, text: front + tail, common: front.length });
      const added = readTokens(grammar.query, tree.rootNode, settled);
      const unfinished = unfinishedFrom(language, source, tree.rootNode, added.quotes);
      const end = unfinished ?? source.length;
      const root = tree.rootNode;
      const reading = {
        language,
        source,
        cursor: front.length,
        start,
        frames: pairing.fork(source).take(added.tokens.filter((token) => token.start < end)),
        unfinished,
        isText: (index: number) => index >= end || isInText(root, index),
        commentAt: (index: number) => commentAround(root, index),
        stringAt: (index: number) => stringAround(root, index),
      };
      last = { text, tree, reading };
      return last.reading;
    },
    delete: forget,
  };
}
