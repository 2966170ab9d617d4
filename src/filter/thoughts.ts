/** Removes what a reasoning model thinks before it answers: `<think>…</think>`. No code begins so, hence for all families. */
import { type Filter, open } from './filter.ts';

const START = '<think>';
const END = '</think>';

export const thoughts: Filter = {
  name: 'thoughts',
  run(text, { done }) {
    const said = text.trimStart();
    if (said.startsWith(START)) {
      const end = said.indexOf(END);
      return open(end < 0 ? '' : behind(said, end));
    }
    // The prompt's template may have begun the thinking, and the model only ends it.
    if (said.startsWith(END)) return open(behind(said, 0));
    const isUndecided = !done && (START.startsWith(said) || END.startsWith(said));
    return open(isUndecided ? '' : text);
  },
};

function behind(said: string, end: number): string {
  return said.slice(end + END.length).replace(/^(?:[ \t]*\n)+/u, '');
}
