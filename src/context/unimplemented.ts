/**
 * Members that a class has to have and has not: of its interfaces, and abstract ones of what it extends, with their signatures as the class's own file would
 * write them. Writes no bodies.
 */
import { declaredElsewhere } from './imports-elsewhere.ts';
import { namingOf } from './naming/registry.ts';
import type { Found, ProjectFile, ProjectView } from './project.ts';
import type { ImportOffer, MissingMember, MissingMembers } from './service.ts';
import type { Moment } from './source.ts';
import { ancestorsOf, enclosingType, shortName } from './sources/scope-lookup.ts';
import type { Declaration } from './symbols.ts';

/** A class that lacks more is not written by a rule. */
const MOST_MEMBERS = 30;
const METHODS = new Set(['method', 'property']);

/** @param names types of this file that are meant where the place stands in none that lacks something */
export function missingMembers(
  moment: Moment,
  project: ProjectView,
  names: readonly string[],
): MissingMembers | undefined {
  const { path, relative, symbols } = moment;
  const around = enclosingType(moment, project);
  const named = symbols.declarations.flatMap((declaration, index): readonly Found[] =>
    declaration.kind === 'class' && names.includes(declaration.name)
      ? [{ file: { path, relative, symbols, isOwn: true }, declaration, index }]
      : [],
  );
  for (const type of [...(around === undefined ? [] : [around]), ...named]) {
    const members = lackingIn(type, moment, project);
    if (members.length === 0) continue;
    const { name, row, endRow } = type.declaration;
    return { name, row, endRow, members };
  }
  return undefined;
}

function lackingIn(type: Found, moment: Moment, project: ProjectView): readonly MissingMember[] {
  const { kind, isAbstract } = type.declaration;
  if ((kind !== 'class' && kind !== 'enum') || isAbstract === true) return [];
  const ancestors = ancestorsOf(type, moment, project);
  const known = new Set<string>();
  const wanted = new Map<string, MissingMember>();
  const own = project.membersOf(type);
  for (const { declaration } of own) known.add(keyOf(declaration, moment));
  for (const owner of ancestors) {
    for (const { declaration } of project.membersOf(owner)) {
      if (!isOpen(declaration, owner, project)) known.add(keyOf(declaration, moment));
    }
  }
  for (const owner of ancestors) {
    for (const { declaration } of project.membersOf(owner)) {
      const key = keyOf(declaration, moment);
      if (known.has(key) || wanted.has(key) || !isOpen(declaration, owner, project)) continue;
      wanted.set(key, memberOf(declaration, owner, type, ancestors, own, moment, project));
    }
  }
  return [...wanted.values()].slice(0, MOST_MEMBERS);
}

/** Methods of PHP have one name in any case. */
function keyOf({ name, kind }: Declaration, { language }: Moment): string {
  return language?.namespaceLine !== undefined && kind === 'method' ? `${name.toLowerCase()}()` : name;
}

/** Whether it has no body yet, and has to have one. */
function isOpen(declaration: Declaration, { file, declaration: owner }: Found, project: ProjectView): boolean {
  const { kind, isAbstract, isVirtual, signature, name } = declaration;
  if (!METHODS.has(kind) || isVirtual === true) return false;
  if (owner.kind === 'interface') return !isOptional(signature, name);
  if (isAbstract === true) return true;
  const mark = namingOf(file.symbols.language)?.abstractMark;
  return mark?.test(headOf(declaration, file, project).join('\n')) === true;
}

/** `name?: string` */
function isOptional(signature: string, name: string): boolean {
  return signature.includes(`${name}?`);
}

/** The rows above its name: where languages mark what is abstract there, not in the signature. */
function headOf(
  { row, nameRow }: Declaration,
  { path, symbols }: ProjectFile,
  project: ProjectView,
): readonly string[] {
  if (namingOf(symbols.language)?.abstractMark === undefined) return [];
  return project.text(path)?.split(/\r?\n/u).slice(row, nameRow) ?? [];
}

function memberOf(
  declaration: Declaration,
  owner: Found,
  type: Found,
  ancestors: readonly Found[],
  own: readonly Found[],
  moment: Moment,
  project: ProjectView,
): MissingMember {
  const { name, kind, isStatic, type: result } = declaration;
  const words = new Map<string, Written>();
  const rewritten = (text: string): string =>
    written(
      withArguments(withOwner(text, owner, moment), owner, type),
      declaration,
      owner.file,
      moment,
      project,
      words,
    );
  const params = (declaration.params ?? []).map((param) => ({ name: param.name, type: param.type ?? '' }));
  const alike = (other: string | undefined): boolean => other !== undefined && other !== '' && other === result;
  const mark = namingOf(owner.file.symbols.language)?.abstractMark;
  const selfTypes = [type, ...ancestors].map((each) => each.declaration.qualified);
  return {
    name,
    kind: kind === 'property' ? 'property' : 'method',
    signature: rewritten(declaration.signature),
    type: result === undefined ? '' : withArguments(result, owner, type),
    isStatic: isStatic === true,
    decorators: headOf(declaration, owner.file, project)
      .map((line) => line.trim())
      .filter((line) => line.startsWith('@') && mark?.test(line) !== true),
    owner: owner.declaration.name,
    returnsSelf: result !== undefined && selfTypes.includes(result),
    fromParam: params.find((param) => alike(param.type))?.name ?? '',
    fromProperty:
      own.find(
        (each) =>
          each.declaration.kind === 'property' && alike(each.declaration.type) && each.declaration.isStatic !== true,
      )?.declaration.name ?? '',
    imports: [...words.values()].flatMap(({ alias, offer }) => (offer === undefined ? [] : [{ alias, offer }])),
  };
}

/** Where names are qualified, `self` in a signature is the type that asks for the member. */
function withOwner(text: string, { declaration }: Found, { language }: Moment): string {
  return language?.namespaceLine === undefined
    ? text
    : text.replace(/(?<![$\w\\])self\b(?!\s*::)/gu, () => `\\${declaration.qualified}`);
}

/** `I<T>` that is implemented as `I<Order>`: `T` is `Order`. */
function withArguments(text: string, owner: Found, type: Found): string {
  const { templates = [], name } = owner.declaration;
  if (templates.length === 0) return text;
  const { extends: parents = [], implements: interfaces = [] } = type.declaration;
  const base = [...interfaces, ...parents].find((each) => shortName(each.split('<')[0] ?? '') === name);
  const list = /<(.*)>$/u.exec(base ?? '')?.[1];
  if (list === undefined) return text;
  const values = list.split(/,(?![^<]*>)/u).map((each) => each.trim());
  return text.replace(/[\p{L}_][\p{L}\p{N}_]*/gu, (word) => values[templates.indexOf(word)] ?? word);
}

interface Written {
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
function written(
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
