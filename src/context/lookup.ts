/** Looks up what a report speaks of, for repairs: names that are near to a wrong one, where a missing one comes from, how the ones in sight are declared. Judges nothing. */
import { dirname, join, relative } from 'node:path';
import { nameDistance } from '../text/near-name.ts';
import type { Found, ProjectFile, ProjectView } from './project.ts';
import type { DeclaredText, ImportOffer, LookupRequest, LookupResult, NearName } from './service.ts';
import type { Moment } from './source.ts';
import { ancestorsOf, enclosingType, keyOf, shortName, typeNamed } from './sources/scope-lookup.ts';
import type { Declaration, Import, SymbolKind } from './symbols.ts';

export interface WholeProject extends ProjectView {
  /** All files that have been read, the libraries' among them. */
  known(): Iterable<ProjectFile>;
}

export const NOTHING_FOUND: LookupResult = { near: [], imports: [], declared: [] };

/** Names further away than this are other names. Short ones are all near to each other. */
const MOST_DISTANCE = 2;
const SHORT_NAME = 4;
const MOST_NEAR = 12;
const MOST_IMPORTS = 6;
/** Names beside the one that is missed. */
const MOST_FURTHER = 300;
const MOST_DECLARED = 8;
/** Longer declarations are shown by their first lines. */
const MOST_LINES = 30;
const TYPES: ReadonlySet<SymbolKind> = new Set(['class', 'interface', 'trait', 'enum', 'struct', 'type']);

export function lookup(request: LookupRequest, moment: Moment, project: WholeProject): LookupResult {
  return {
    near: nearNames(request.name, project),
    imports: importsOf(request.name, moment, project),
    declared: declaredTexts(request.names, moment, project),
    isOwnMember: isOwnMember(request.name, moment, project),
  };
}

function isOwnMember(name: string, moment: Moment, project: WholeProject): boolean {
  const own = enclosingType(moment, project);
  if (own === undefined || name === '') return false;
  const has = (type: Found): boolean => project.membersOf(type).some(({ declaration }) => declaration.name === name);
  return has(own) || ancestorsOf(own, moment, project).some(has);
}

function nearNames(name: string, project: WholeProject): readonly NearName[] {
  if (name === '') return [];
  const most = name.length < SHORT_NAME ? 1 : MOST_DISTANCE;
  const found = new Map<string, NearName>();
  for (const file of project.known()) {
    for (const declaration of file.symbols.declarations) {
      if (declaration.name === name) continue;
      const distance = nameDistance(name, declaration.name, most);
      if (distance > most) continue;
      const key = `${declaration.kind} ${declaration.name}`;
      const known = found.get(key);
      if (known?.isOwn === true || (known !== undefined && !file.isOwn)) continue;
      found.set(key, {
        name: declaration.name,
        kind: declaration.kind,
        qualified: declaration.qualified,
        distance,
        isOwn: file.isOwn,
      });
    }
  }
  return [...found.values()]
    .sort(
      (a, b) =>
        a.distance - b.distance || Number(b.isOwn) - Number(a.isOwn) || project.usage(b.name) - project.usage(a.name),
    )
    .slice(0, MOST_NEAR);
}

/** What others import under that name, most used first, then what the project declares. */
function importsOf(name: string, moment: Moment, project: WholeProject): readonly ImportOffer[] {
  if (name === '') return [];
  const offers = new Map<string, ImportOffer>();
  for (const offer of [...importedElsewhere(name, moment, project), ...declaredElsewhere(name, moment, project)]) {
    const key = `${offer.from ?? offer.kind} ${offer.name}`;
    const known = offers.get(key);
    offers.set(key, { ...offer, ...known, uses: offer.uses + (known?.uses ?? 0) });
  }
  return [...offers.values()]
    .sort((a, b) => b.uses - a.uses || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_IMPORTS)
    .map((offer) => withFurther(offer, moment, project));
}

type Further = NonNullable<ImportOffer['further']>[number];

/** What else is brought in from where an offer comes from. */
function withFurther(offer: ImportOffer, moment: Moment, project: WholeProject): ImportOffer {
  if (offer.from === undefined || offer.further !== undefined || offer.name === '*' || offer.name === 'default')
    return offer;
  const found = new Map<string, Further>();
  for (const { symbols } of project.files()) {
    if (!isReadable(symbols.language, moment)) continue;
    for (const { alias, name, from, kind } of symbols.imports) {
      if (from === offer.from && alias === name && found.size < MOST_FURTHER)
        found.set(name, { name, isType: kind === 'type' });
    }
  }
  return found.size === 0 ? offer : { ...offer, further: [...found.values()] };
}

function isReadable(language: string, { symbols }: Moment): boolean {
  return language === symbols.language || isKin(language, symbols.language);
}

function* importedElsewhere(name: string, moment: Moment, project: WholeProject): Iterable<ImportOffer> {
  for (const file of project.files()) {
    if (!isReadable(file.symbols.language, moment)) continue;
    for (const { alias, name: imported, from, kind } of file.symbols.imports) {
      if (alias !== name || !mayBe(name, imported, from)) continue;
      yield { name: imported, kind, uses: 1, ...(from === undefined ? {} : { from }) };
    }
  }
}

/** Not another name under this alias, and no path: that counts from the file that writes it. */
function mayBe(name: string, imported: string, from: string | undefined): boolean {
  return from === undefined || ((shortName(imported) === name || imported === '*') && !from.startsWith('.'));
}

function* declaredElsewhere(name: string, moment: Moment, project: WholeProject): Iterable<ImportOffer> {
  if (moment.language?.namespaceLine === undefined) return yield* declaredInModules(name, moment, project);
  const declared = [...project.typesNamed(name), ...[project.function(name)].filter((found) => found !== undefined)];
  for (const { declaration, file } of declared) {
    if (declaration.name !== name || file.path === moment.path) continue;
    yield { name: declaration.qualified, kind: TYPES.has(declaration.kind) ? 'type' : 'function', uses: 0 };
  }
}

/** Where each file is a module: everything that stands in one outside of all types and functions. */
function* declaredInModules(name: string, moment: Moment, project: WholeProject): Iterable<ImportOffer> {
  const { path, symbols } = moment;
  let written: readonly string[] | undefined;
  for (const file of project.files()) {
    if (file.path === path || !isReadable(file.symbols.language, moment)) continue;
    const top = file.symbols.declarations.filter(({ parent, kind }) => parent < 0 && kind !== 'module');
    const own = top.find((declaration) => declaration.name === name);
    if (own === undefined) continue;
    written ??= writtenPaths(symbols.imports, project);
    const isType = ({ kind }: Declaration): boolean => kind === 'interface' || kind === 'type';
    yield {
      name,
      kind: isType(own) ? 'type' : 'function',
      uses: 0,
      from: moduleFrom(path, file, written, project),
      further: top.slice(0, MOST_FURTHER).map((each) => ({ name: each.name, isType: isType(each) })),
    };
  }
}

function isKin(a: string, b: string): boolean {
  const script = ['typescript', 'tsx', 'javascript'];
  return script.includes(a) && script.includes(b);
}

/** Files whose way to write paths is looked at, where the file itself shows none. */
const MOST_ASKED = 50;

function writtenPaths(own: readonly Import[], project: WholeProject): readonly string[] {
  const relatives = (imports: readonly Import[]): string[] =>
    imports.flatMap(({ from }) => (from?.startsWith('.') ? [from] : []));
  const here = relatives(own);
  if (here.length > 0) return here;
  let asked = 0;
  for (const { symbols } of project.files()) {
    here.push(...relatives(symbols.imports));
    if (++asked >= MOST_ASKED) break;
  }
  return here;
}

/** How `importer` would name `file`: as its other imports end. */
function moduleFrom(importer: string, file: ProjectFile, written: readonly string[], project: WholeProject): string {
  if (file.path.endsWith('.py')) return pythonModule(importer, file, written, project);
  const to = relative(dirname(importer), file.path).replaceAll('\\', '/');
  const path = to.startsWith('.') ? to : `./${to}`;
  if (written.some((from) => /\.tsx?$/u.test(from))) return path;
  const bare = path.replace(/\.[cm]?[jt]sx?$/u, '');
  return written.some((from) => from.endsWith('.js')) ? `${bare}.js` : bare.replace(/\/index$/u, '');
}

/** From the folder that holds the outermost package; by dots where the file names its neighbours so. */
function pythonModule(importer: string, file: ProjectFile, written: readonly string[], project: WholeProject): string {
  let top = dirname(file.path);
  while (project.file(join(top, '__init__.py')) !== undefined) top = dirname(top);
  const partsOf = (path: string): string[] =>
    relative(top, path)
      .replaceAll('\\', '/')
      .replace(/(?:\/__init__)?\.py$/u, '')
      .split('/');
  const parts = partsOf(file.path);
  const own = partsOf(importer);
  const isNear = own[0] === parts[0] && parts.length > 1 && written.some((from) => from.startsWith('.'));
  if (!isNear) return parts.join('.');
  const folder = importer.endsWith('__init__.py') ? own : own.slice(0, -1);
  let same = 0;
  while (same < folder.length && same < parts.length && folder[same] === parts[same]) same++;
  return '.'.repeat(folder.length - same + 1) + parts.slice(same).join('.');
}

function declaredTexts(names: readonly string[], moment: Moment, project: WholeProject): readonly DeclaredText[] {
  const seen = new Set<string>();
  const texts: DeclaredText[] = [];
  const add = (found: Found, reason: string): void => {
    const key = `${keyOf(found)} ${found.declaration.row}`;
    if (seen.has(key) || texts.length >= MOST_DECLARED || found.file.path === moment.path) return;
    seen.add(key);
    const text = textOf(found, project);
    if (text !== '') texts.push({ path: found.file.relative, text, reason });
  };
  for (const name of names) {
    for (const found of callablesNamed(name, moment, project)) add(found, `declares ${name}`);
    const type = typeNamed(name, moment, project);
    if (type !== undefined) add(type, `declares ${name}`);
  }
  const own = moment.enclosingType;
  if (own !== undefined) {
    const { path, relative: from, symbols } = moment;
    const here = { file: { path, relative: from, symbols, isOwn: true }, ...own };
    for (const parent of ancestorsOf(here, moment, project)) add(parent, 'the class above');
  }
  return texts;
}

/** Functions, and methods of types that the file names: which object has it is not known here. */
function callablesNamed(name: string, moment: Moment, project: WholeProject): readonly Found[] {
  const { imports, references, declarations } = moment.symbols;
  // The file's own is not another file's of that name.
  if (declarations.some((own) => own.parent < 0 && own.kind === 'function' && own.name === name)) return [];
  const imported = imports.find(({ alias }) => alias === name);
  const functions = [
    imported === undefined ? undefined : project.function(shortNameIn(imported.name, imported.from)),
    project.function(name),
  ];
  const known = functions.filter((found) => found !== undefined).slice(0, 1);
  if (known.length > 0) return known;
  const types = new Set([...imports.map(({ alias }) => alias), ...references.map((reference) => reference.name)]);
  return [...types].flatMap((type) => {
    const found = typeNamed(type, moment, project);
    return found === undefined ? [] : project.membersOf(found).filter(({ declaration }) => declaration.name === name);
  });
}

function shortNameIn(name: string, from: string | undefined): string {
  return from === undefined ? name : shortName(name);
}

/** Functions with their bodies, types by what they declare. */
function textOf({ file, declaration, index }: Found, project: WholeProject): string {
  const lines = project.text(file.path)?.split(/\r?\n/u);
  if (lines === undefined) return declaration.signature;
  if (!TYPES.has(declaration.kind)) return excerpt(lines, declaration);
  const members = project
    .membersOf({ file, declaration, index })
    .map((member) => `    ${member.declaration.signature};`);
  return [`${declaration.signature} {`, ...members.slice(0, MOST_LINES), '}'].join('\n');
}

function excerpt(lines: readonly string[], { row, endRow }: Declaration): string {
  const own = lines.slice(row, Math.min(endRow, row + MOST_LINES) + 1);
  const indent = Math.min(
    ...own.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length),
  );
  return own.map((line) => line.slice(Number.isFinite(indent) ? indent : 0)).join('\n');
}
