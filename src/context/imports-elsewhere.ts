/** Where a name comes from that a file does not bring in: as other files import it, and where the project declares it. Judges nothing. */
import { dirname, join, relative } from 'node:path';
import { areKin, namingOf } from './naming/registry.ts';
import type { ProjectView } from './project.ts';
import type { ImportOffer } from './service.ts';
import type { Moment } from './source.ts';
import { shortName } from './sources/scope-lookup.ts';
import type { Declaration, Import, SymbolKind } from './symbols.ts';

const MOST_IMPORTS = 6;
/** Names beside the one that is missed. */
const MOST_FURTHER = 300;
const TYPES: ReadonlySet<SymbolKind> = new Set(['class', 'interface', 'trait', 'enum', 'struct', 'type']);

/** What others import under that name, most used first, then what the project declares. */
export function importsOf(name: string, moment: Moment, project: ProjectView): readonly ImportOffer[] {
  if (name === '') return [];
  const offers = new Map<string, ImportOffer>();
  const declared = [...declaredElsewhere(name, moment, project)].map(({ offer }) => offer);
  for (const offer of [...importedElsewhere(name, moment, project), ...declared]) {
    const key = `${offer.from ?? offer.kind} ${offer.name}`;
    const known = offers.get(key);
    offers.set(key, { ...offer, ...known, uses: offer.uses + (known?.uses ?? 0) });
  }
  const isPath = ({ from }: ImportOffer): boolean => from?.startsWith('.') === true;
  // Who imports it by the name of its package is not in that package: a path there leads out of one's own.
  const isElsewhere = [...offers.values()].some(
    (offer) => offer.uses > 0 && offer.from !== undefined && !isPath(offer),
  );
  return [...offers.values()]
    .filter((offer) => !isElsewhere || !isPath(offer) || isInPackage(offer, moment, project))
    .sort((a, b) => b.uses - a.uses || (a.from === undefined && a.name < b.name ? -1 : 0))
    .slice(0, MOST_IMPORTS)
    .map((offer) => withFurther(offer, moment, project));
}

type Further = NonNullable<ImportOffer['further']>[number];

/** Whether a path stays in the package of the file. */
function isInPackage({ from = '' }: ImportOffer, { path, symbols }: Moment, project: ProjectView): boolean {
  const packageOf = namingOf(symbols.language)?.packageOf;
  return packageOf === undefined || packageOf(join(dirname(path), from), project) === packageOf(path, project);
}

/** What else is brought in from where an offer comes from. */
function withFurther(offer: ImportOffer, moment: Moment, project: ProjectView): ImportOffer {
  if (offer.from === undefined || offer.further !== undefined || offer.name === '*' || offer.name === DEFAULT)
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
  return areKin(symbols.language, language);
}

function* importedElsewhere(name: string, moment: Moment, project: ProjectView): Iterable<ImportOffer> {
  const paths = relativePaths(moment, project);
  for (const file of project.files()) {
    if (!isReadable(file.symbols.language, moment)) continue;
    for (const { alias, name: imported, from, kind } of file.symbols.imports) {
      if (alias !== name || !mayBe(name, imported, from) || isOwn(from, moment)) continue;
      // A path counts from the file that writes it.
      const here = from?.startsWith('.') === true ? paths(from, file.path) : from;
      if (here !== undefined || from === undefined)
        yield { name: imported, kind, uses: 1, ...(here === undefined ? {} : { from: here }) };
    }
  }
}

/** What one file means by a path, as this one would write it; `undefined` where that is not known, or this file itself. */
function relativePaths(
  { path, symbols }: Moment,
  project: ProjectView,
): (from: string, importer: string) => string | undefined {
  const naming = namingOf(symbols.language);
  let written: readonly string[] | undefined;
  return (from, importer) => {
    const module = importer === path ? undefined : naming?.fileOf(from, importer, project);
    if (naming === undefined || module === undefined || module.path === path) return undefined;
    written ??= writtenPaths(symbols.imports, project);
    return naming.moduleOf(module, path, written, project);
  };
}

/** The file itself is that module. */
function isOwn(from: string | undefined, { path, symbols }: Moment): boolean {
  return from !== undefined && namingOf(symbols.language)?.isItself?.(from, path) === true;
}

/** Not another name under this alias. */
function mayBe(name: string, imported: string, from: string | undefined): boolean {
  return from === undefined || imported === '*' || imported === DEFAULT || shortName(imported) === name;
}

/** What stands for the one thing that a module gives without a name. */
const DEFAULT = 'default';

interface Declared {
  /** Absolute, of the file that declares it. */
  readonly path: string;
  readonly offer: ImportOffer;
}

/** What the project declares under that name, the nearest files first. */
export function declaredElsewhere(name: string, moment: Moment, project: ProjectView): readonly Declared[] {
  if (moment.language?.namespaceLine === undefined) return declaredInModules(name, moment, project);
  const declared = [...project.typesNamed(name), ...[project.function(name)].filter((found) => found !== undefined)];
  return declared.flatMap(({ declaration, file }) => {
    if (declaration.name !== name || file.path === moment.path) return [];
    const kind = TYPES.has(declaration.kind) ? 'type' : 'function';
    return [{ path: file.path, offer: { name: declaration.qualified, kind, uses: 0 } }];
  });
}

/** Where each file is a module: everything that stands in one outside of all types and functions. */
function declaredInModules(name: string, moment: Moment, project: ProjectView): readonly Declared[] {
  const { path, symbols } = moment;
  const naming = namingOf(symbols.language);
  if (naming === undefined) return [];
  let written: readonly string[] | undefined;
  const found: Declared[] = [];
  for (const file of project.files()) {
    if (file.path === path || !isReadable(file.symbols.language, moment)) continue;
    const top = file.symbols.declarations.filter(({ parent, kind }) => parent < 0 && kind !== 'module');
    const own = top.find((declaration) => declaration.name === name);
    if (own === undefined) continue;
    written ??= writtenPaths(symbols.imports, project);
    const isType = ({ kind }: Declaration): boolean => kind === 'interface' || kind === 'type';
    const offer = {
      name,
      kind: isType(own) ? ('type' as const) : ('function' as const),
      uses: 0,
      from: naming.moduleOf(file, path, written, project),
      further: top.slice(0, MOST_FURTHER).map((each) => ({ name: each.name, isType: isType(each) })),
    };
    const isDefault = file.symbols.exports?.some((each) => each.alias === DEFAULT && each.name === name) === true;
    if (isDefault)
      found.push({ path: file.path, offer: { name: DEFAULT, kind: offer.kind, uses: 0, from: offer.from } });
    found.push({ path: file.path, offer });
  }
  const apart = ({ path: other }: Declared): number => relative(dirname(path), other).split(/[\\/]/u).length;
  return found.sort((a, b) => apart(a) - apart(b));
}

/** Files whose way to write paths is looked at, where the file itself shows none. */
const MOST_ASKED = 50;

function writtenPaths(own: readonly Import[], project: ProjectView): readonly string[] {
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
