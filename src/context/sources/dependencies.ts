/** The source `dependencies`: what this file names by `use`, `extends`, hints, `new`, calls, nearest to the cursor first. What scope shows is not repeated. */
import type { Snippet } from '../../text/snippet.ts';
import type { Found, ProjectView } from '../project.ts';
import type { Moment, Source } from '../source.ts';
import { importedFunctions } from './dependencies-imports.ts';
import { FURTHER } from './known-type.ts';
import { type NameList, namesSnippet, type RankedNames } from './names.ts';
import { namesOf } from './scope.ts';
import { ancestorsOf, enclosingType, keyOf, shortName, typeNamed } from './scope-lookup.ts';
import { CandidatesOfTypes, typesInScope } from './scope-types.ts';
import { fitSignatures } from './signatures-fit.ts';

/** RETRIEVAL.md §7. */
const SHARE = 0.12;
/** Of the room, for names: they cost a third of what signatures do, but help less. */
const NAMES_SHARE = 0.5;
/** Of the whole budget, at most for names: a prompt of bare names teaches nothing. */
const MOST_NAMES_SHARE = 0.05;
/** And at most so many tokens: names further down were not ranked well. */
const MOST_NAMES_TOKENS = 100;
/** Dependencies that are shown with signatures; the others with names. */
const WITH_SIGNATURES = 5;
/** A file that names more has no centre; the nearest are enough. */
const MOST_DEPENDENCIES = 24;
/** Everything outside of the function around the cursor is further away than what is in it. In rows. */
const OTHER_FUNCTION = 10_000;
/** An import that nothing uses yet was written to be used here. In rows. */
const UNUSED_IMPORT = 25;

export const dependencies: Source = {
  name: 'dependencies',
  share: () => SHARE,
  collect: collectDependencies,
};

function collectDependencies(moment: Moment, project: ProjectView, room: number): readonly Snippet[] {
  const named = namedNearest(moment);
  const used = dependenciesOf(named, moment, project);
  const types = used.map(({ found, isMade }) => ({ found, reason: 'this file names it', isMade }));
  const candidates = new CandidatesOfTypes(types, moment, project, 'file');
  const namesRoom = Math.min(room * NAMES_SHARE, namesCap(moment));
  const { snippets, printed, left } = fitSignatures(
    'dependencies',
    candidates.first(WITH_SIGNATURES),
    moment,
    room - namesRoom,
  );
  const names = namesSnippet(moment, {
    source: 'dependencies',
    id: 'dependencies:names',
    reason: 'names of what this file uses that the window does not show',
    stability: 'file',
    lists: namesHere(importedNames(named, moment), candidates),
    printed,
    room: Math.min(namesRoom + left, namesCap(moment)),
  });
  return names === undefined ? snippets : [...snippets, names];
}

function* namesHere(imported: NameList, candidates: CandidatesOfTypes): Iterable<NameList> {
  yield imported;
  yield* namesOf(candidates.first());
}

/** What the file imports, nearest use first: the rest of it will use that again, and the top of a file is seldom in the window. */
function importedNames(named: readonly Readonly<Named>[], moment: Moment): NameList {
  const imported = new Set(moment.symbols.imports.flatMap(({ alias, name }) => (name === '*' ? [] : [alias])));
  const left = named.map(({ name }) => shortName(name)).filter((name) => imported.has(name));
  const names: RankedNames = {
    nameAt: (rank) => left[rank],
    furtherCost: (rank, estimate) => estimate(FURTHER + (left[rank] ?? '')),
  };
  return { owner: 'imported here', names };
}

/** Tokens that names may cost. */
function namesCap({ budget }: Moment): number {
  return Math.min(budget * MOST_NAMES_SHARE, MOST_NAMES_TOKENS);
}

interface Dependency {
  readonly found: Found;
  readonly distance: number;
  readonly isMade: boolean;
}

/** Nearest first; each once. */
function dependenciesOf(
  named: readonly Readonly<Named>[],
  moment: Moment,
  project: ProjectView,
): readonly Dependency[] {
  const nearest = new Map<string, Dependency>();
  const left = shownElsewhere(moment, project);
  const add = (found: Found | undefined, distance: number, isMade = false): void => {
    if (found === undefined || isInWindow(found, moment)) return;
    const key = keyOf(found);
    const known = nearest.get(key);
    if (left.has(key) || (known !== undefined && known.distance <= distance)) return;
    nearest.set(key, { found, distance, isMade: isMade || known?.isMade === true });
  };
  const functionOf = importedFunctions(moment, project);
  for (const { name, distance, isMade } of named) {
    add(functionOf(name) ?? typeNamed(name, moment, project), distance, isMade);
  }
  return [...nearest.values()].sort((a, b) => a.distance - b.distance).slice(0, MOST_DEPENDENCIES);
}

interface Named {
  readonly name: string;
  distance: number;
  isMade: boolean;
}

/** Each name that the file refers to once, with its nearest row: looking it up costs more than this. */
function namedNearest(moment: Moment): readonly Readonly<Named>[] {
  const { row, symbols } = moment;
  const names = new Map<string, Named>();
  const around = moment.enclosingFunction?.declaration;
  for (const { name, role, row: at } of symbols.references) {
    const isNear = around !== undefined && around.row <= at && at <= around.endRow;
    const distance = Math.abs(at - row) + (isNear ? 0 : OTHER_FUNCTION);
    const isMade = role === 'new' && isNear;
    const known = names.get(name);
    if (known === undefined) names.set(name, { name, distance, isMade });
    else {
      known.distance = Math.min(known.distance, distance);
      known.isMade ||= isMade;
    }
  }
  for (const { alias, name, from } of symbols.imports) {
    const here = from === undefined ? name : alias;
    if (!names.has(here)) names.set(here, { name: here, distance: UNUSED_IMPORT, isMade: false });
  }
  return [...names.values()].sort((a, b) => a.distance - b.distance).slice(0, 2 * MOST_DEPENDENCIES);
}

/** Keys of what the source `scope` shows at this moment. */
function shownElsewhere(moment: Moment, project: ProjectView): ReadonlySet<string> {
  const own = enclosingType(moment, project);
  const lineage = own === undefined ? [] : [own, ...ancestorsOf(own, moment, project)];
  return new Set([...lineage, ...typesInScope(moment, project).map(({ found }) => found)].map(keyOf));
}

function isInWindow({ file, declaration }: Found, { path, window: [first, last] }: Moment): boolean {
  return file.path === path && declaration.row >= first && declaration.endRow <= last;
}
