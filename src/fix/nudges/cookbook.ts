/** The cookbook: what is known of a reported code, by who reports it. What is not known gets general advice. */
import { isSyntaxReport, normalised } from '../aliases.ts';
import type { Diagnostic } from '../diagnostic.ts';
import eslint from './eslint.json' with { type: 'json' };
import general from './general.json' with { type: 'json' };
import intelephense from './intelephense.json' with { type: 'json' };
import pyright from './pyright.json' with { type: 'json' };
import { type Nudge, tableSchema } from './schema.ts';
import ts from './ts.json' with { type: 'json' };

const TABLES: Readonly<Record<string, unknown>> = { intelephense, ts, pyright, eslint, general };

const read = new Map<string, Readonly<Record<string, Nudge>>>();

/** One table, checked. @throws ZodError for data that is not of the schema: a fault of ours, which a test finds */
export function table(name: string): Readonly<Record<string, Nudge>> {
  let known = read.get(name);
  if (known === undefined) {
    known = Object.hasOwn(TABLES, name) ? tableSchema.parse(TABLES[name]) : {};
    read.set(name, known);
  }
  return known;
}

export const TABLE_NAMES: readonly string[] = Object.keys(TABLES);

/** What is looked for in messages that have no code: parsers speak so. */
const SYNTAX = /\bexpected\b|\bunexpected\b|syntax error|unterminated|was never closed|unindent|not closed/iu;

export function nudgeFor({ source, code, message }: Pick<Diagnostic, 'source' | 'code' | 'message'>): Nudge {
  const wanted = normalised(source, code);
  const entries = table(wanted.source);
  const known = Object.hasOwn(entries, wanted.code) ? entries[wanted.code] : undefined;
  const usual = table('general');
  const isSyntax = isSyntaxReport(source, code) && (wanted.code !== '' || SYNTAX.test(message));
  const fallback = isSyntax || (wanted.code === '' && SYNTAX.test(message)) ? 'syntax' : 'any';
  const found = known ?? usual[fallback] ?? usual['any'];
  if (found === undefined) throw new Error('The general advice is missing.');
  return found;
}
