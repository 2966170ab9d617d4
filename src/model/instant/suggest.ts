/** The suggestion for a cursor, with all the lines that belong to it, and others for a user who asks for more. Pure over a corpus. */
import { hasTextAfter, isInsideWord, linePrefix, lineSuffix, type Situation } from '../../text/situation.ts';
import { blockBelow } from './block.ts';
import { lineOf, type Proposal, placeOf, type RestOfLine, type ShowOptions, shownPart } from './complete.ts';
import type { Corpus } from './corpus.ts';
import type { Edited } from './edited.ts';
import { expectedIndent } from './indent.ts';
import { type Place, predictLines, predictOthers, type Step } from './predict.ts';
import { isShowable } from './showable.ts';

export interface ProposeOptions {
  /** 0 for what is shown unasked, n for the n-th further text that the user asks for. */
  readonly attempt: number;
  /** Whether more than one line is wanted. */
  readonly multiline: boolean;
  readonly show: ShowOptions;
  readonly edited?: Edited;
}

/** What the user asks for by hand may be a guess, but not any guess. */
const LEAST_ASKED = 0.01;
/** Nobody cycles further. */
const MOST_OTHERS = 16;

export function propose(corpus: Corpus, situation: Situation, options: ProposeOptions): Proposal | undefined {
  if (isInsideWord(situation)) return undefined;
  const place = placeOf(corpus, situation, options.edited);
  const cursor: Cursor = {
    situation,
    isBlank: linePrefix(situation).trim() === '',
    after: lineSuffix(situation).trimEnd(),
    hasTextAfter: hasTextAfter(situation),
  };
  const lines = predictLines(corpus, place);
  const first = lines.next();
  const best = lineOf(corpus, first.done === true ? [] : first.value, place.partial, cursor.isBlank);
  const shown = fitted(best, cursor, options.show);
  if (options.attempt === 0) {
    const isWhole = shown?.text === best.text && options.multiline && cursor.after === '';
    return shown && finished(isWhole ? withBlock(shown, corpus, lines, cursor, options) : shown, cursor);
  }
  return others(corpus, place, cursor, best, shown)[options.attempt - 1];
}

interface Cursor {
  readonly situation: Situation;
  /** Nothing but indentation stands before it on its line. */
  readonly isBlank: boolean;
  /** What stands behind it on its line. */
  readonly after: string;
  /** And that is more than closers. */
  readonly hasTextAfter: boolean;
}

/** What of the rest of a line is shown at the cursor. */
function fitted(rest: RestOfLine, cursor: Cursor, show: ShowOptions): Proposal | undefined {
  if (cursor.hasTextAfter) return beforeText(rest, cursor, show);
  const text = shownPart(rest, show);
  if (text.trim() === '') return undefined;
  return { text, confidence: text === rest.text ? rest.confidence : likelihood(rest, text.length) };
}

/** Where code follows: what leads up to it, or the end of the word. */
function beforeText(rest: RestOfLine, { after }: Cursor, show: ShowOptions): Proposal | undefined {
  if (rest.confidence >= show.wholeLine && rest.text.endsWith(after)) {
    const text = rest.text.slice(0, rest.text.length - after.length);
    return text.trim() === '' ? undefined : { text, confidence: rest.confidence };
  }
  const [word] = rest.pieces;
  if (word === undefined || word.p < show.doubtful || word.text.length < show.fewestCharacters) return undefined;
  return /^\w+$/u.test(word.text) ? { text: word.text, confidence: word.p } : undefined;
}

/** How likely the pieces are that make up the first characters. */
function likelihood({ pieces }: RestOfLine, length: number): number {
  let product = 1;
  let end = 0;
  for (const { text, p } of pieces) {
    if (end >= length) break;
    product *= p;
    end += text.length;
  }
  return product;
}

function withBlock(
  shown: Proposal,
  corpus: Corpus,
  lines: Iterator<Step[], undefined>,
  { situation }: Cursor,
  { show }: ProposeOptions,
): Proposal {
  return blockBelow(shown, situation, show.wholeLine, () => {
    const step = lines.next();
    return step.done === true ? undefined : lineOf(corpus, step.value, '', false);
  });
}

/** Ready to be inserted; `undefined` where it does not fit the cursor's column, or can't be drawn as it is. */
function finished(shown: Proposal, cursor: Cursor): Proposal | undefined {
  if (!shown.text.split('\n').every(isShowable)) return undefined;
  if (!cursor.isBlank) return shown;
  const indent = linePrefix(cursor.situation);
  const expected = expectedIndent(cursor.situation, shown.text);
  if (indent === '') return { ...shown, text: expected + shown.text };
  return expected === indent ? shown : undefined;
}

/** What is not shown unasked, the likelier first, each text once. */
function others(
  corpus: Corpus,
  place: Place,
  cursor: Cursor,
  best: RestOfLine,
  shown: Proposal | undefined,
): readonly Proposal[] {
  const rests = [
    best,
    ...predictOthers(corpus, place, LEAST_ASKED).map((steps) => lineOf(corpus, steps, place.partial, cursor.isBlank)),
  ];
  const texts = new Map<string, Proposal>();
  for (const rest of rests) {
    const text = cursor.hasTextAfter ? (rest.pieces[0]?.text ?? '') : rest.text;
    if (text.trim() === '' || text === shown?.text || texts.has(text) || texts.size === MOST_OTHERS) continue;
    const proposal = finished({ text, confidence: likelihood(rest, text.length) }, cursor);
    if (proposal !== undefined) texts.set(text, proposal);
  }
  return [...texts.values()];
}
