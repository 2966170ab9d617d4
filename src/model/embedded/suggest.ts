/** The suggestions for a cursor out of a corpus, in the order in which they are offered. Pure: reads no files, keeps nothing. */
import type { Corpus, Hidden } from './corpus.ts';
import type { Cursor } from './cursor.ts';
import { lineCandidates } from './line-candidates.ts';
import { isShowable } from './text.ts';
import { wordCandidates } from './word-candidates.ts';

/** Unasked, only what is more likely right than wrong is shown; a wrong line costs more attention than no line. */
const LINE_CONFIDENCE = 0.5;
const WORD_CONFIDENCE = 0.5;

/** What the user asks for by cycling may be a guess, but not any guess. */
const ASKED_CONFIDENCE = 0.05;

/** Texts to insert at the cursor. Those after the first `confident` ones are only for a user who asks for more. */
export interface Suggestions {
  readonly texts: readonly string[];
  readonly confident: number;
}

/** All suggestions, the best first, each text once, none with control characters but line ends and tabs. */
export function suggest(cursor: Cursor, multiline: boolean, corpus: Corpus, isHidden: Hidden): Suggestions {
  const lines = lineCandidates(cursor, corpus, multiline, isHidden);
  const words = wordCandidates(cursor, corpus, isHidden);
  const sure = [
    ...lines.filter((c) => c.confidence >= LINE_CONFIDENCE),
    ...words.filter((c) => c.confidence >= WORD_CONFIDENCE),
  ];
  const rest = [...lines, ...words].filter((c) => c.confidence >= ASKED_CONFIDENCE);
  const isGood = (text: string): boolean => text.trim() !== '' && text.split('\n').every(isShowable);
  const confident = new Set(sure.map((c) => c.text).filter(isGood));
  const texts = new Set([...confident, ...rest.map((c) => c.text).filter(isGood)]);
  return { texts: [...texts], confident: confident.size };
}
