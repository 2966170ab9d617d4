/** Writes the section of `doc/fim.txt` on the options of Continue's autocomplete: what each is here, and which are refused. */
import { type AcceptedSeed, type RefusedSeed, seedOptions } from '../../src/config/seed.ts';
import { type SectionSpec, type ValueSpec, walk } from '../../src/config/spec.ts';
import { capital, WIDTH, wrap } from './help.ts';
import { luaValue } from './lua.ts';

const INDENT = ' '.repeat(8);

/** A table of those that are accepted, with the reasons for other defaults, and the refused ones below a heading of their own. */
export function helpSeed(tree: SectionSpec): string {
  const specs = new Map([...walk(tree)].map(({ path, spec }) => [path, spec]));
  const accepted = seedOptions.flatMap((seed) => ('option' in seed ? [seed] : []));
  const rows = [['Here', 'default', 'In Continue'].map((title) => `${title} ~`)];
  for (const seed of accepted) rows.push(acceptedRow(seed, specs.get(seed.option)));
  const refused = seedOptions.flatMap((seed) => ('refusal' in seed ? refusedEntry(seed) : []));
  return [...columns(rows), '', ...accepted.flatMap(reasonEntry), ...heading(), ...refused].join('\n');
}

function acceptedRow({ name, seedDefault, option }: AcceptedSeed, spec: SectionSpec | ValueSpec | undefined): string[] {
  if (spec === undefined || spec.kind === 'section') throw new Error(`${name}: there is no option ${option}.`);
  const other = name === option ? '' : `${name} `;
  return [`|fim.${option}|`, `\`${luaValue(spec.default)}\``, `${other}\`${seedDefault}\``];
}

/** Cells below each other, indented; what conceals itself in the help counts as well. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1].map((col) => Math.max(...rows.map((row) => row[col]?.length ?? 0)) + 2);
  return rows.map((row) => `  ${row.map((cell, col) => cell.padEnd(widths[col] ?? 0)).join('')}`.trimEnd());
}

function reasonEntry({ name, reason, option }: AcceptedSeed): string[] {
  if (reason === undefined) return [];
  const title =
    name === option ? `Why |fim.${option}| has another default ~` : `Why |fim.${option}| is not what ${name} was ~`;
  return [title, ...wrap(reason, WIDTH), ''];
}

function heading(): string[] {
  const words = 'These are refused with a message, and the rest of the configuration works:';
  return ['*fim-refused*'.padStart(WIDTH), 'Refused options ~', words, ''];
}

function refusedEntry({ name, seedDefault, refusal }: RefusedSeed): string[] {
  const lines = [`Default there: \`${seedDefault}\``, ...wrap(capital(refusal), WIDTH - INDENT.length)];
  return [name, ...lines.map((line) => `${INDENT}${line}`), ''];
}
