/** A name that other files bring in from elsewhere, and this one does not; with the others that are missed and come from there. */
import type { ImportOffer } from '../../context/service.ts';
import { normalised } from '../aliases.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { importEdits } from '../imports.ts';
import type { Scene } from '../scene.ts';
import { offsetIn } from '../source-text.ts';
import type { Idea, Rule, TextChange } from './rule.ts';
import { markedWord } from './word.ts';

export const addImport: Rule = {
  name: 'add-import',
  *ideas(scene, { imports }, reported) {
    const { language, source } = scene;
    const word = markedWord(scene);
    // A qualified name says where it comes from.
    if (word === undefined || language?.importTexts === undefined || source.text[word.start - 1] === '\\') return;
    const missing = namesMissing(scene, reported);
    for (const [rank, offer] of [...imports, ...modules(scene, word.name)].entries()) {
      const further = (offer.further ?? [])
        .filter(({ name }) => name !== word.name && missing.has(name))
        .map(({ name, isType }) => ({ name, isType: isType || isOnlyType(source.text, name, false) }));
      const kind = kindOf(offer, source.text, word.name);
      const lines = language.importTexts({ ...offer, kind, further }, word.name, source.text);
      // Where the file never says of a type that it is one, a new import need not.
      const usual = MARKS_TYPES.test(source.text)
        ? lines
        : lines.toSorted((a, b) => Number(isMarked(a)) - Number(isMarked(b)));
      for (const line of usual) {
        const explanation = `\`${word.name}\` was not imported.`;
        yield { changes: changesFor(scene, line), explanation, rank } satisfies Idea;
      }
    }
  },
};

/** A module that the language brings along, where nobody names it yet. */
function modules({ language }: Scene, name: string): readonly ImportOffer[] {
  return language?.modules?.has(name) === true ? [{ name: '*', from: name, kind: 'module', uses: 0 }] : [];
}

/** What it is to this file: a class may be no more than a type here. */
function kindOf({ kind, from }: ImportOffer, text: string, name: string): ImportOffer['kind'] {
  if (from === undefined || kind === 'module' || kind === 'constant') return kind;
  return isOnlyType(text, name, kind === 'type') ? 'type' : 'function';
}

/** A name that the text uses as a type alone, as far as its words tell. @param isType whether others say that it is one */
function isOnlyType(text: string, name: string, isType: boolean): boolean {
  if (!isType && !/^\p{Lu}[\p{L}\p{N}]*\p{Ll}/u.test(name)) return false;
  return !new RegExp(
    `\\b(?:new|extends|instanceof)\\s+${name}\\b|(?<![\\w.])${name}\\s*[.(\`]|[(,=?]\\s*${name}\\s*[,)\\];]`,
    'u',
  ).test(text);
}

const MARKS_TYPES = /^\s*import\s+type\s|[{,]\s*type\s+\w/mu;

function isMarked(line: string): boolean {
  return MARKS_TYPES.test(line);
}

/** Names that are reported to be unknown as the target's is. */
function namesMissing({ source, target }: Scene, reported: readonly Diagnostic[]): ReadonlySet<string> {
  const kinds = new Set(['2304', '2552', '2503', '2693', '2749', 'reportUndefinedVariable', 'no-undef']);
  kinds.add(normalised(target.source, target.code).code);
  const names = reported
    .filter((each) => kinds.has(normalised(each.source, each.code).code))
    .flatMap((each) => markedWord({ source, target: each })?.name ?? []);
  return new Set(names);
}

function changesFor(scene: Scene, line: string): readonly TextChange[] {
  const { source } = scene;
  const at = (row: number): number => (row >= source.lines.length ? source.text.length : offsetIn(source, row, 0));
  return importEdits(scene, [line]).map(({ first, last, lines }) => ({
    start: at(first),
    end: at(last),
    text: `${lines.join('\n')}\n`,
  }));
}
