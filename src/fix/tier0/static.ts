/** A member that is reached by the wrong sign: `$this->` where it is static, `::` where it is not, nothing where `this.` is needed. */
import type { Scene } from '../scene.ts';
import { offsetIn } from '../source-text.ts';
import type { Idea, Rule } from './rule.ts';
import { markedWord } from './word.ts';

export const staticOrThis: Rule = {
  name: 'static',
  *ideas(scene) {
    const { source, target, language } = scene;
    const word = markedWord(scene);
    const isBare = word !== undefined && !BEHIND.test(source.text.slice(Math.max(0, word.start - ROOM), word.start));
    const isName = isBare && !word.whole.startsWith('$this');
    if (isName && language?.ownMember !== undefined) {
      const start = word.whole.startsWith('$') ? word.start - 1 : word.start;
      const changes = [{ start, end: start, text: language.ownMember }];
      yield { changes, explanation: `\`${word.name}\` is a member of the class.` };
    }
    // Who writes `$this` means the object; `static` is a word that is put in by habit.
    const own = isName ? undefined : withoutStatic(scene);
    if (own !== undefined && isBare) yield own;
    const line = source.lines[target.row] ?? '';
    const lineStart = offsetIn(source, target.row, 0);
    for (const { from, to, says } of language?.receivers ?? []) {
      for (const match of line.matchAll(from)) {
        if (match.index > target.col + (target.endCol - target.col) || match.index + ROOM < target.col) continue;
        const start = lineStart + match.index;
        yield { changes: [{ start, end: start + match[0].length, text: to }], explanation: says, rank: 1 };
      }
    }
    if (own !== undefined && !isBare) yield { ...own, rank: 2 };
  },
};

/** What stands before a name that belongs to something: no colon of a block or a choice, and no `...`. */
const BEHIND = /(?:(?<!\.\.)\.|->|::|\\)[^\S\n]*\$?$/u;

/** Columns before what is marked. */
const ROOM = 40;

/** The signature of the function around. */
function withoutStatic({ root, source, target, language }: Scene): Idea | undefined {
  const modifier = language?.staticModifier;
  if (modifier === undefined || root === undefined) return undefined;
  const place = offsetIn(source, target.row, target.col);
  for (let node: typeof root | undefined = root.at(place, place); node !== undefined; node = node.parent) {
    if (!language?.functions.includes(node.type)) continue;
    const from = offsetIn(source, node.row, 0);
    const at = modifier.exec(source.text.slice(from, node.field('body')?.start ?? node.end));
    if (at === null) continue;
    const start = from + at.index;
    const changes = [{ start, end: start + at[0].length, text: '' }];
    return { changes, explanation: 'The method needs its object: it is not static now.' };
  }
  return undefined;
}
