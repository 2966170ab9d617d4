/** Removes what instruction models put around code: `<COMPLETION>` before it, and whatever comes from `[/CODE]` on. */
import { ended, type Filter, open } from './filter.ts';
import { heldBack } from './stop-strings.ts';

const BEFORE = [
  '<COMPLETION>',
  '<START EDITING HERE>',
  '</START EDITING HERE>',
  '[CODE]',
  '{{FILL_HERE}}',
  '<|updated_code|>',
];
const BEHIND = [
  '</COMPLETION>',
  '[/CODE]',
  '<STOP EDITING HERE',
  '</STOP EDITING HERE',
  '<|/updated_code|>',
  '# End of file.',
];

export const markers: Filter = {
  name: 'markers',
  run(text, { done }) {
    const said = text.trimStart();
    if (!done && said !== '' && BEFORE.some((marker) => marker.startsWith(said))) return open('');
    const before = BEFORE.find((marker) => said.startsWith(marker));
    const inner = before === undefined ? text : said.slice(before.length).replace(/^[ \t]*\n/u, '');
    const at = firstOf(inner);
    if (at !== undefined) return ended(inner.slice(0, at));
    return open(done ? inner : inner.slice(0, inner.length - heldBack(inner, BEHIND)));
  },
};

function firstOf(text: string): number | undefined {
  const found = BEHIND.map((marker) => text.indexOf(marker)).filter((at) => at >= 0 && standsAlone(text, at));
  return found.length === 0 ? undefined : Math.min(...found);
}

/** Whether the marker at `at` begins a line or follows a blank, and is no part of a string. */
function standsAlone(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  const isQuoted = ['"', "'", '`'].some((quote) => line.split(quote).length % 2 === 0);
  return /(?:^|\s)$/u.test(line) && !isQuoted;
}
