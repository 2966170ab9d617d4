/** A signature of another file as this one would write it: each name as it is known here, and what has to be brought in for that. */
import { declaredElsewhere } from './imports-elsewhere.ts';
import type { ProjectFile, ProjectView } from './project.ts';
import type { ImportOffer } from './service.ts';
import type { Moment } from './source.ts';
import { shortName } from './sources/scope-lookup.ts';
import type { Declaration } from './symbols.ts';

export interface Written {
  readonly alias: string;
  readonly offer?: ImportOffer;
}

/** Words that no file brings in. */
const PLAIN = new Set(
  (
    'public protected private static abstract final function fn readonly const async def get set override declare self parent null true false array int float string bool ' +
    'mixed void never iterable callable object resource new number boolean unknown any undefined this keyof typeof infer extends symbol bigint None True False str ' +
    'bytes list dict tuple set cls'
  ).split(' '),
);

/** The signature with each name as this file knows it. */
export function written(
  signature: string,
  { name }: Declaration,
  from: ProjectFile,
  moment: Moment,
  project: ProjectView,
  known: Map<string, Written>,
): string {
  // No names of parameters, keys, members, strings.
  return signature.replace(
    /(["'])(?:\\.|(?!\1).)*\1|(?<![$\p{L}\p{N}_.\\]|::)\\?[\p{L}_][\p{L}\p{N}_\\]*(?!\s*[?]?\s*:(?!:)|[\p{L}\p{N}_]|\()/gu,
    (word: string) => {
      if (/^["']/u.test(word) || word === name || PLAIN.has(word)) return word;
      const found = known.get(word) ?? resolved(word, from, moment, project);
      known.set(word, found);
      return found.alias;
    },
  );
}

function resolved(word: string, from: ProjectFile, moment: Moment, project: ProjectView): Written {
  return moment.language?.namespaceLine === undefined
    ? ofModule(word, from, moment, project)
    : ofNamespace(word, from, moment, project);
}

/** A constant (`PHP_EOL`) is everybody's. */
const CONSTANT = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/u;

function ofNamespace(word: string, from: ProjectFile, { symbols }: Moment, project: ProjectView): Written {
  if (CONSTANT.test(word) || (/^\p{Ll}/u.test(word) && !word.includes('\\'))) return { alias: word };
  const qualified = qualifiedIn(word, from, project);
  const imported = symbols.imports.find(({ name, kind }) => name === qualified && kind === 'type');
  if (imported !== undefined) return { alias: imported.alias };
  const short = shortName(qualified);
  const isTaken =
    symbols.imports.some(({ alias }) => alias === short) ||
    symbols.declarations.some(({ parent, name }) => parent < 0 && name === short);
  if (qualified === (symbols.namespace === '' ? short : `${symbols.namespace}\\${short}`)) return { alias: short };
  if (!qualified.includes('\\') || isTaken) return { alias: symbols.namespace === '' ? qualified : `\\${qualified}` };
  return { alias: short, offer: { name: qualified, kind: 'type', uses: 0 } };
}

function qualifiedIn(word: string, { symbols }: ProjectFile, project: ProjectView): string {
  if (word.startsWith('\\')) return word.slice(1);
  const [first = '', ...rest] = word.split('\\');
  const imported = symbols.imports.find(({ alias, kind }) => alias === first && kind === 'type');
  if (imported !== undefined) return [imported.name, ...rest].join('\\');
  const own = symbols.namespace === '' ? word : `${symbols.namespace}\\${word}`;
  // What PHP brings along is read without a namespace.
  return symbols.namespace === '' || project.type(own) !== undefined || project.type(word) === undefined ? own : word;
}

function ofModule(word: string, from: ProjectFile, moment: Moment, project: ProjectView): Written {
  const isKnown =
    moment.symbols.imports.some(({ alias }) => alias === word) ||
    moment.symbols.declarations.some(({ parent, name }) => parent < 0 && name === word);
  const comes = from.symbols.imports.find(({ alias }) => alias === word);
  const isOwn = from.symbols.declarations.some(({ parent, name }) => parent < 0 && name === word);
  if (isKnown || (comes === undefined && !isOwn) || from.path === moment.path) return { alias: word };
  if (comes?.from !== undefined && !comes.from.startsWith('.'))
    return { alias: word, offer: { name: comes.name, from: comes.from, kind: comes.kind, uses: 0 } };
  const offers = [...declaredElsewhere(comes?.name ?? word, moment, project)];
  const offer = isOwn ? offers.find(({ path }) => path === from.path) : offers[0];
  return offer === undefined ? { alias: word } : { alias: word, offer: offer.offer };
}
