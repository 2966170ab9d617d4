/** All filters and checks in their order. A new one is a file beside this and a line here. */
import { blank } from './checks/blank.ts';
import { equalsBelow } from './checks/equals-below.ts';
import { extremeRepetition } from './checks/extreme-repetition.ts';
import { onlyPunctuation } from './checks/only-punctuation.ts';
import { rewritesAbove } from './checks/rewrites-above.ts';
import { cleanCharacters } from './clean-characters.ts';
import { emptyComments } from './empty-comments.ts';
import { endOfBlock } from './end-of-block.ts';
import { endOfLine } from './end-of-line.ts';
import { familyQuirks } from './family-quirks.ts';
import { fences } from './fences.ts';
import type { Check, Filter } from './filter.ts';
import { fitIndentation } from './fit-indentation.ts';
import { leadingBlanks } from './leading-blanks.ts';
import { leakedTokens } from './leaked-tokens.ts';
import { markers } from './markers.ts';
import { pathEcho } from './path-echo.ts';
import { repeatedLines } from './repeated-lines.ts';
import { repeatedRuns } from './repeated-runs.ts';
import { repeatsBelow } from './repeats-below.ts';
import { stopStrings } from './stop-strings.ts';
import { surplusClosers } from './surplus-closers.ts';
import { thoughts } from './thoughts.ts';
import { trailingBlanks } from './trailing-blanks.ts';

/** Each sees what the ones before it have left of the text so far. */
export const FILTERS: readonly Filter[] = [
  // Stop strings are spelled in the raw text; and what cleaning has put together may spell one again.
  stopStrings,
  cleanCharacters,
  stopStrings,
  // What stands around the code, from the outside in.
  thoughts,
  markers,
  leakedTokens,
  familyQuirks,
  fences,
  pathEcho,
  emptyComments,
  // How the code is laid out.
  fitIndentation,
  leadingBlanks,
  // Where it ends.
  endOfLine,
  endOfBlock,
  repeatsBelow,
  surplusClosers,
  repeatedRuns,
  repeatedLines,
  trailingBlanks,
];

/** Each sees the whole text. The first one that fails drops it. */
export const CHECKS: readonly Check[] = [blank, onlyPunctuation, rewritesAbove, equalsBelow, extremeRepetition];
