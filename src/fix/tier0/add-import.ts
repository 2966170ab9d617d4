/** A name that other files bring in from elsewhere, and this one does not. */
import { importEdits } from '../proposal.ts';
import type { Scene } from '../scene.ts';
import { offsetIn } from '../source-text.ts';
import type { Idea, Rule } from './rule.ts';
import { markedWord } from './word.ts';

export const addImport: Rule = {
  name: 'add-import',
  *ideas(scene, { imports }) {
    const word = markedWord(scene);
    // A qualified name says where it comes from.
    if (word === undefined || scene.language?.importTexts === undefined || scene.source.text[word.start - 1] === '\\')
      return;
    for (const offer of imports) {
      for (const line of scene.language.importTexts(offer, word.name)) {
        yield { changes: changesFor(scene, line), explanation: `\`${word.name}\` was not imported.` } satisfies Idea;
      }
    }
  },
};

function changesFor(scene: Scene, line: string): readonly { start: number; end: number; text: string }[] {
  return importEdits(scene, [line]).map(({ first, lines }) => {
    const start = first >= scene.source.lines.length ? scene.source.text.length : offsetIn(scene.source, first, 0);
    return { start, end: start, text: `${lines.join('\n')}\n` };
  });
}
