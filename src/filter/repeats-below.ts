/** Stops where the model starts to repeat the line below the cursor: the user already has that text. */
import { ended, type Filter, open } from './filter.ts';

/** Shorter lines, such as `}` and `);`, repeat in honest code. */
const SHORTEST_TELLING_LINE = 4;

export const repeatsBelow: Filter = {
  name: 'repeats-below',
  run(text, { suffix, done }) {
    const below = firstLineBelow(suffix);
    if (below.length < SHORTEST_TELLING_LINE) return open(text);
    const lines = text.split('\n');
    for (let row = 1; row < lines.length; row++) {
      const line = (lines[row] ?? '').trim();
      const isWhole = done || row < lines.length - 1;
      if (isWhole ? line === below : line !== '' && below.startsWith(line)) {
        const kept = lines.slice(0, row).join('\n').replace(/\s+$/u, '');
        // A line that is still growing may become another one: hold it back, don't end.
        return isWhole ? ended(kept) : open(kept);
      }
    }
    return open(text);
  },
};

/** First non-blank line after the cursor's own, trimmed. */
function firstLineBelow(suffix: string): string {
  const lines = suffix.split('\n').slice(1);
  return lines.find((line) => line.trim() !== '')?.trim() ?? '';
}
