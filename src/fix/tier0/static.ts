/** A member that is reached by the wrong sign: `$this->` where it is static, `::` where it is not, nothing where `this.` is needed. */
import type { Rule, TextChange } from './rule.ts';
import { markedWord } from './word.ts';

export const staticOrThis: Rule = {
  name: 'static',
  *ideas({ source, target, language, region }) {
    const receivers = language?.receivers ?? [];
    const word = markedWord({ source, target });
    const line = source.lines[target.row] ?? '';
    const lineStart = source.lines.slice(0, target.row).reduce((sum, each) => sum + each.length + 1, 0);
    const swap = (pattern: RegExp, text: string): readonly TextChange[] =>
      [...line.matchAll(pattern)]
        .filter(({ index }) => index <= target.col + (target.endCol - target.col) && index + 40 >= target.col)
        .map((match) => ({ start: lineStart + match.index, end: lineStart + match.index + match[0].length, text }));
    for (const { from, to, says } of receivers) {
      for (const change of swap(from, to)) yield { changes: [change], explanation: says };
    }
    if (
      word !== undefined &&
      language?.ownMember !== undefined &&
      !/[.>:\\]$/u.test(source.text.slice(0, word.start).trimEnd())
    ) {
      const start = word.whole.startsWith('$') ? word.start - 1 : word.start;
      yield {
        changes: [{ start, end: start, text: language.ownMember }],
        explanation: `\`${word.name}\` is a member of the class.`,
      };
    }
    const modifier = language?.staticModifier;
    if (modifier === undefined) return;
    // The nearest signature above, inside of the region.
    for (let row = target.row; row >= region.first; row--) {
      const at = modifier.exec(source.lines[row] ?? '');
      if (at === null) continue;
      const start = source.lines.slice(0, row).reduce((sum, each) => sum + each.length + 1, 0) + at.index;
      yield {
        changes: [{ start, end: start + at[0].length, text: '' }],
        explanation: 'The method needs its object: it is not static now.',
      };
      return;
    }
  },
};
