/** Writes `lua/fim/options.lua`: the option tree that Lua validates with, and its LuaCATS classes. */
import { expectation, type OptionSpec, type SectionSpec, type ValueSpec } from '../../src/config/spec.ts';

const HEADER = `--- Every option: kind, bounds, default, and what to expect in words. Data for \`fim.validate\`; decides nothing.
-- Generated from src/config/schema.ts by \`npm run docs\`: edit that file instead.
`;

/** The whole file. */
export function luaOptions(tree: SectionSpec): string {
  const classes = [...luaClasses(tree, 'fim.Options', 'full'), ...luaClasses(tree, 'fim.UserOptions', 'partial')];
  const spec = `---@type fim.Spec\n-- stylua: ignore\nreturn ${luaSpec(tree, 0)}\n`;
  return [HEADER, ...classes, spec].join('\n');
}

/** One class per section, the sections of a section after it. In a `partial` one every field may be left out. */
function luaClasses(section: SectionSpec, name: string, kind: 'full' | 'partial'): string[] {
  const optional = kind === 'partial' ? '?' : '';
  const fields = Object.entries(section.fields);
  const about = kind === 'full' ? 'Complete options, as the plugin reads them.' : 'Options as a user gives them.';
  const lines = [
    `--- ${section.help === '' ? about : section.help}`,
    `---@class (exact) ${name}`,
    ...fields.map(
      ([field, spec]) => `---@field ${field}${optional} ${luaType(spec, `${name}.${capital(field)}`)} ${comment(spec)}`,
    ),
    '',
  ];
  if (kind === 'partial') lines.splice(-1, 0, ...aliasFields(section));
  const inner = fields.flatMap(([field, spec]) =>
    spec.kind === 'section' ? luaClasses(spec, `${name}.${capital(field)}`, kind) : [],
  );
  return [lines.join('\n'), ...inner];
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

function luaType(spec: OptionSpec, className: string): string {
  return spec.kind === 'section' ? className : valueType(spec);
}

function valueType(spec: ValueSpec): string {
  const type = {
    boolean: 'boolean',
    integer: 'integer',
    number: 'number',
    string: 'string',
    enum: (spec.values ?? []).map((value) => `'${value}'`).join('|'),
    list: `${spec.of ? entryType(spec.of) : 'any'}[]`,
    record: `table<string, ${spec.of ? valueType(spec.of) : 'any'}>`,
  }[spec.kind];
  const words = (spec.orWords ?? []).map((word) => `'${word}'`);
  return [type, ...words, ...(spec.orFalse ? ['false'] : [])].join('|');
}

/** `[]` binds tighter than `|`. */
function entryType(spec: ValueSpec): string {
  const type = valueType(spec);
  return type.includes('|') ? `(${type})` : type;
}

function aliasFields({ aliases = {}, fields }: SectionSpec): string[] {
  return Object.entries(aliases).flatMap(([name, { of, isInverted }]) => {
    const spec = fields[of];
    if (spec === undefined || spec.kind === 'section') return [];
    return [
      `---@field ${name}? ${valueType(spec)} Another name of \`${of}\`${isInverted ? ', the other way round' : ''}.`,
    ];
  });
}

/** The first sentence of the help: a hover is no manual. */
function comment({ help }: OptionSpec): string {
  return /^.*?\.(?=\s|$)/.exec(help)?.[0] ?? help;
}

/** Everything the validator needs, as a Lua table: an option a line, a section a block. */
function luaSpec(spec: OptionSpec, depth: number): string {
  if (spec.kind !== 'section') return `{ ${specFields(spec).join(', ')} }`;
  const indent = '  '.repeat(depth + 1);
  const fields = Object.entries(spec.fields).map(
    ([name, child]) => `${indent}  ${name} = ${luaSpec(child, depth + 2)},\n`,
  );
  return [
    '{\n',
    `${indent}kind = 'section',\n`,
    `${indent}expected = ${luaValue(expectation(spec))},\n`,
    `${indent}fields = {\n${fields.join('')}${indent}},\n`,
    ...luaNames('aliases', spec.aliases, ({ of, isInverted }) => luaNamed({ of, inverted: isInverted }), indent),
    ...luaNames('refused', spec.refused, luaValue, indent),
    `${'  '.repeat(depth)}}`,
  ].join('');
}

/** A table with a line for each name; nothing where there is none. */
function luaNames<Value>(
  table: string,
  names: Readonly<Record<string, Value>> | undefined,
  write: (value: Value) => string,
  indent: string,
): string[] {
  if (names === undefined) return [];
  const lines = Object.entries(names).map(([name, value]) => `${indent}  ${name} = ${write(value)},\n`);
  return [`${indent}${table} = {\n${lines.join('')}${indent}},\n`];
}

function specFields(spec: ValueSpec): string[] {
  const { kind, min, max, nonEmpty, orFalse, orWords, values, of } = spec;
  const expected = expectation(spec);
  const fields = luaFields({ kind, expected, min, max, nonEmpty, orFalse, orWords, values, default: spec.default });
  return of === undefined ? fields : [...fields, `of = ${luaSpec(of, 0)}`];
}

/** A table with names as they are, without those that are undefined. */
const luaNamed = (named: Readonly<Record<string, unknown>>): string => `{ ${luaFields(named).join(', ')} }`;

function luaFields(named: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(named).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} = ${luaValue(value)}`],
  );
}

/** A JSON value as a Lua expression. */
export function luaValue(value: unknown): string {
  if (typeof value === 'string') return luaString(value);
  if (Array.isArray(value)) return value.length === 0 ? '{}' : `{ ${value.map(luaValue).join(', ')} }`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([name, inner]) => `[${luaString(name)}] = ${luaValue(inner)}`);
    return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
  }
  return String(value);
}

function luaString(text: string): string {
  const body = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return text.includes("'") && !text.includes('"') ? `"${body}"` : `'${body.replaceAll("'", "\\'")}'`;
}
