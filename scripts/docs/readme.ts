/** Writes the option table of the README, in Markdown. */
import { expectation, type SectionSpec, type ValueSpec, walk } from '../../src/config/spec.ts';
import { luaValue } from './lua.ts';

/** Longer defaults and lists of choices would tear the table apart; the help file holds them. */
const LONGEST_DEFAULT = 40;

/** One row per option; sections have none, their help stands in the help file. */
export function readmeOptions(tree: SectionSpec): string {
  const rows = [...walk(tree)].flatMap(({ path, spec }) =>
    spec.kind === 'section'
      ? []
      : [`| \`${path}\` | ${defaultCell(path, spec.default)} | ${cell(`${limits(spec)}${spec.help}`)} |`],
  );
  return ['| option | default | meaning |', '|---|---|---|', ...rows, ''].join('\n');
}

/** What the default does not tell already: bounds and choices, where they are short. */
function limits(spec: ValueSpec): string {
  const phrase = expectation(spec);
  const telling = ['integer', 'number', 'enum'].includes(spec.kind) && phrase.length <= LONGEST_DEFAULT;
  return telling ? `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}. ` : '';
}

function defaultCell(path: string, value: unknown): string {
  const text = luaValue(value);
  return text.length > LONGEST_DEFAULT ? `see \`:help fim.${path}\`` : `\`${cell(text)}\``;
}

/** Help links (`|tag|`) become code; what is left of `|` would end the cell. */
function cell(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll(/\|([^\s|]+)\|/g, '`$1`')))
    .join('')
    .replaceAll('|', '\\|');
}
