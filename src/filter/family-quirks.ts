/** What models of some families add to the beginning of their texts by habit. One entry a family; what ends a text is a stop string. */
import { linePrefix, lineSuffix } from '../text/situation.ts';
import { expectedIndent, indentOf, isText } from './code-lines.ts';
import { type Filter, type FilterContext, open } from './filter.ts';

interface Quirk {
  /** Ids of families, and names of models. */
  readonly family: RegExp;
  /** `text` without the habit. Stable as a filter is; `text` is not blank. */
  mend(text: string, context: FilterContext): string;
}

const codellama: Quirk = {
  family: /code-?llama/i,
  // Two blanks before the first line, from training on prompts that began with one: where they are no indentation of that line.
  mend(text, { prefix }) {
    if (!text.startsWith('  ')) return text;
    const before = linePrefix({ prefix });
    const isIndent = !isText(before) && indentOf(before + text.slice(2)) < expectedIndent(prefix);
    return isIndent ? text : text.slice(2);
  },
};

const codestral: Quirk = {
  family: /codestral|devstral/i,
  mend(text, { prefix, suffix }) {
    // Nothing but white space follows, and an empty line stands above: another one says nothing.
    if (!isText(suffix) && prefix.endsWith('\n\n') && text.startsWith('\n')) return text.slice(1);
    const isDoubled = /[ \t]$/u.test(prefix) && !isText(lineSuffix({ suffix }));
    return isDoubled && /^ (?! )/u.test(text) ? text.slice(1) : text;
  },
};

const granite: Quirk = {
  family: /granite/i,
  // It begins anew with what stands before the cursor on the line, or with the last word of that.
  mend(text, context) {
    const before = linePrefix(context);
    const words = before.trim();
    if (words.length < SHORTEST_REPEAT) return text;
    const last = /\S+$/u.exec(words)?.[0] ?? '';
    for (const repeat of new Set([before, before.trimStart(), words, last])) {
      if (repeat.length < SHORTEST_REPEAT) continue;
      if (text.startsWith(repeat)) return text.slice(repeat.length);
      if (!context.done && repeat.startsWith(text)) return '';
    }
    return text;
  },
};

const qwen3: Quirk = {
  family: /qwen-?3/i,
  mend: (text) => text.replace(/^\n+/u, '\n').replace(/^\n(?=\n|$)/u, ''),
};

const QUIRKS: readonly Quirk[] = [codellama, codestral, granite, qwen3];

/** A single sign or letter repeats in honest text: `x = =` hardly, but `a` + `and` does. */
const SHORTEST_REPEAT = 2;

export const familyQuirks: Filter = {
  name: 'family-quirks',
  run(text, context) {
    const quirk = QUIRKS.find(({ family }) => family.test(context.family ?? ''));
    return open(quirk === undefined || !isText(text) ? text : quirk.mend(text, context));
  },
};
