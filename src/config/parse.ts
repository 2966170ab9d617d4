/** Turns what a user configured into complete options. A wrong value never stops the start: its default is used, and it is reported. */
import { FimError } from '../text/error.ts';
import { nearestOption } from './nearest.ts';
import { type Options, optionsSchema } from './schema.ts';
import { expectation, type OptionSpec, optionTree, type SectionSpec, walk } from './spec.ts';

/** Complete options, and one problem (code `config`) for each value that was left out. */
export interface ParsedOptions {
  readonly options: Options;
  readonly problems: FimError[];
}

/**
 * Fills in defaults. Never throws.
 *
 * A wrong option falls back to its default; a wrong entry of a list or record is left out alone, so that one slip in
 * `disableInFiles` does not turn the plugin on in the files named beside it. Whatever comes over msgpack is accepted:
 * an empty Lua table arrives as `[]` even where a record is meant, and `{}` where a list is.
 * @param raw the user's options as given: `vim.g.fim` merged with the argument of `setup`, or anything else.
 */
export function parseOptions(raw: unknown): ParsedOptions {
  const asGiven = optionsSchema.safeParse(raw ?? {});
  if (asGiven.success) return { options: asGiven.data, problems: [] };
  const problems: FimError[] = [];
  const tree = optionTree();
  const clean = cleanSection(tree, raw, '', { problems, known: [...walk(tree)].map(({ path }) => path).sort() });
  return { options: optionsSchema.parse(clean), problems };
}

interface Report {
  readonly problems: FimError[];
  /** All option paths. */
  readonly known: readonly string[];
}

/** A copy of `raw` with what the schema accepts; the rest goes into the report. */
function cleanSection(section: SectionSpec, raw: unknown, path: string, report: Report): Record<string, unknown> {
  const given = asRecord(raw);
  if (given === undefined) {
    report.problems.push(wrong(path === '' ? 'The configuration' : path, section, raw));
    return {};
  }
  const clean: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const here = path === '' ? name : `${path}.${name}`;
    const spec = own(section.fields, name);
    const alias = own(section.aliases, name);
    if (alias !== undefined) keep(clean, alias.of, cleanAlias(section, given, name, report));
    else if (spec === undefined) report.problems.push(refused(section, name) ?? unknown(here, report.known));
    else if (spec.kind === 'section') clean[name] = cleanSection(spec, value, here, report);
    else if (value !== undefined) keep(clean, name, cleanValue(spec, value, here, report));
  }
  return clean;
}

function own<Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

function keep(into: Record<string, unknown>, name: string, value: unknown): void {
  if (value !== undefined) into[name] = value;
}

/** The value of the option that `name` is another name of; `undefined` where it is wrong, or the option is set itself: that goes first. */
function cleanAlias(
  section: SectionSpec,
  given: Readonly<Record<string, unknown>>,
  name: string,
  report: Report,
): unknown {
  const alias = own(section.aliases, name);
  const spec = alias === undefined ? undefined : own(section.fields, alias.of);
  if (alias === undefined || spec === undefined || spec.kind === 'section' || given[name] === undefined)
    return undefined;
  if (own(given, alias.of) !== undefined) {
    report.problems.push(setTwice(name, alias.of));
    return undefined;
  }
  const value = cleanValue(spec, given[name], name, report, alias.of);
  return alias.isInverted && typeof value === 'boolean' ? !value : value;
}

/**
 * `value` where it is right, with its wrong entries left out; `undefined` where it is not.
 * @param option whose help says more
 */
function cleanValue(
  spec: Exclude<OptionSpec, SectionSpec>,
  value: unknown,
  path: string,
  report: Report,
  option = path,
): unknown {
  const entries = spec.kind === 'list' ? asList(value) : spec.kind === 'record' ? asRecord(value) : undefined;
  if (entries !== undefined && spec.of !== undefined) {
    const { of } = spec;
    const good = Object.entries(entries).flatMap(([key, entry]) => {
      // Users count a Lua list from 1.
      const kept = cleanValue(
        of,
        entry,
        `${path}[${spec.kind === 'list' ? Number(key) + 1 : JSON.stringify(key)}]`,
        report,
      );
      return kept === undefined ? [] : [[key, kept] as const];
    });
    return spec.kind === 'list' ? good.map(([, entry]) => entry) : Object.fromEntries(good);
  }
  if (accepts(spec, value)) return value;
  report.problems.push(wrong(path, spec, value, option));
  return undefined;
}

/** Whether a single value (not a list, not a record) is right. */
function accepts(spec: Exclude<OptionSpec, SectionSpec>, value: unknown): boolean {
  if (value === false && spec.orFalse) return true;
  if (typeof value === 'string' && spec.orWords?.includes(value)) return true;
  switch (spec.kind) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'string':
      return typeof value === 'string' && !(spec.nonEmpty && value === '');
    case 'enum':
      return typeof value === 'string' && (spec.values ?? []).includes(value);
    case 'integer':
      return Number.isInteger(value) && inRange(spec, value);
    case 'number':
      return Number.isFinite(value) && inRange(spec, value);
    default:
      return false;
  }
}

function inRange({ min, max }: { min?: number; max?: number }, value: unknown): boolean {
  return typeof value === 'number' && value >= (min ?? value) && value <= (max ?? value);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function asRecord(value: unknown): Record<string, unknown> | undefined {
  if (!isObject(value) || (Array.isArray(value) && value.length > 0)) return undefined;
  return Object.fromEntries(Object.entries(value));
}

function asList(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return isObject(value) && Object.keys(value).length === 0 ? [] : undefined;
}

function wrong(path: string, spec: OptionSpec, value: unknown, option = path): FimError {
  return new FimError('config', {
    what: `${path}: expected ${expectation(spec)}, got ${picture(value)}.`,
    next: `See :help ${path.startsWith('The ') ? 'fim-options' : `fim.${option.replace(/\[.*/s, '')}`}`,
  });
}

function setTwice(alias: string, option: string): FimError {
  return new FimError('config', {
    what: `${alias}: it is another name of ${option}, which is set as well and goes first.`,
    next: `Remove ${alias}.`,
  });
}

/** The problem with a name that is known, and has nothing to act on; `undefined` for any other. */
function refused(section: SectionSpec, name: string): FimError | undefined {
  const refusal = own(section.refused, name);
  if (refusal === undefined) return undefined;
  return new FimError('config', { what: `${name}: ${refusal}`, next: 'Remove it.' });
}

function unknown(path: string, known: readonly string[]): FimError {
  const nearest = nearestOption(path, known);
  return new FimError('config', {
    what: `${path}: there is no such option.`,
    next: nearest === undefined ? 'See :help fim-options' : `Did you mean ${nearest}?`,
  });
}

/** Longer values are cut in messages: enough to recognise one's own text. */
const LONGEST_PICTURE = 40;

/** A value as a message shows it. Says what a table or function is rather than what is in it. */
function picture(value: unknown): string {
  switch (typeof value) {
    case 'string': {
      const shown = value.replaceAll(/\p{Cc}/gu, ' ');
      return shown.length > LONGEST_PICTURE ? `"${shown.slice(0, LONGEST_PICTURE)}…"` : `"${shown}"`;
    }
    case 'number':
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? 'nil' : 'a table';
    default:
      return `a ${typeof value}`;
  }
}
