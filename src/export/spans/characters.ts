/** Spans between any two characters, as a cursor may stand anywhere. Never within a character or a line end. */
import { characterStart } from '../../text/offset.ts';
import type { Random } from '../random.ts';
import { fits, type Span, type SpanFile } from './span.ts';

/** UTF-16 units; short ones are as likely as long ones. */
const SHORTEST = 4;
const LONGEST = 400;
/** Most are no use: they overlap, or are too long for the limits. */
const TRIES = 6;

export function characterSpans(file: SpanFile, random: Random, wanted: number): readonly Span[] {
  const { text, limits } = file;
  const longest = Math.max(SHORTEST, Math.min(LONGEST, limits.maxUnits));
  return Array.from({ length: wanted * TRIES }, (): Span => {
    const start = boundary(text, somewhere(file, random));
    const length = Math.round(SHORTEST * (longest / SHORTEST) ** random.next());
    return { start, end: boundary(text, Math.min(text.length, start + length)), name: '' };
  }).filter(({ start, end }) => end > start && fits(file, start, end));
}

/** Any place, or any of the stretches that spans have to stand in. */
function somewhere({ text, limits: { within } }: SpanFile, random: Random): number {
  if (within === undefined) return random.below(text.length);
  let left = random.below(within.reduce((sum, [from, to]) => sum + to - from, 0));
  for (const [from, to] of within) {
    if (left < to - from) return from + left;
    left -= to - from;
  }
  return 0;
}

/** The place, or the one before it where it stands within a character or a line end. */
function boundary(text: string, at: number): number {
  const start = characterStart(text, at);
  return text[start] === '\n' && text[start - 1] === '\r' ? start - 1 : start;
}
