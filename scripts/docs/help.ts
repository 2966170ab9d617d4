/** Writes the options section of `doc/fim.txt`, in vimdoc. */
import { expectation, type OptionSpec, type SectionSpec, walk } from '../../src/config/spec.ts';
import { luaValue } from './lua.ts';

/** `'textwidth'` of the help file. */
export const WIDTH = 78;
const INDENT = ' '.repeat(8);
/** Ends an example; Neovim looks for it in the first column only. */
const END = '<';

/** One entry per option, in the schema's order. */
export function helpOptions(tree: SectionSpec): string {
  return [...walk(tree)].map(({ path, spec }) => entry(path, spec)).join('\n');
}

function entry(path: string, spec: OptionSpec): string {
  const tag = `*fim.${path}*`.padStart(WIDTH);
  const body = [...facts(spec), ...wrap(spec.help, WIDTH - INDENT.length)].map((line) =>
    line === END ? line : `${INDENT}${line}`,
  );
  return [tag, path, ...body, ''].join('\n');
}

function facts(spec: OptionSpec): string[] {
  if (spec.kind === 'section') return [];
  const type = wrap(capital(expectation(spec)), WIDTH - INDENT.length);
  // Inside backticks Neovim conceals nothing and finds no tags: globs hold stars.
  const whole = `Default: \`${luaValue(spec.default)}\``;
  if (whole.length <= WIDTH - INDENT.length || !Array.isArray(spec.default)) return [...type, whole];
  const items = wrap(spec.default.map(luaValue).join(', '), WIDTH - INDENT.length - 4);
  return [
    ...type,
    'Default: >lua',
    ...['{', ...items.map((line) => `  ${line}`), '}'].map((line) => `    ${line}`),
    END,
  ];
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Breaks `text` at blanks, but never inside backticks, into lines of at most `width` characters where words allow. */
export function wrap(text: string, width: number): string[] {
  const words = text.match(/(?:`[^`]*`|[^\s`])+/g) ?? [];
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
