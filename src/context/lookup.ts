/** Looks up what a report speaks of, for repairs: names that are near to a wrong one, where a missing one comes from, how the ones in sight are declared. Judges nothing. */
import { nameDistance } from '../text/near-name.ts';
import { importsOf } from './imports-elsewhere.ts';
import type { Found, ProjectFile, ProjectView } from './project.ts';
import { receiverAt } from './resolve/receiver.ts';
import type { DeclaredText, LookupRequest, LookupResult, NearName } from './service.ts';
import type { Moment } from './source.ts';
import { ancestorsOf, enclosingType, keyOf, shortName, typeNamed } from './sources/scope-lookup.ts';
import type { Declaration, SymbolKind } from './symbols.ts';
import { missingMembers } from './unimplemented.ts';

export interface WholeProject extends ProjectView {
  /** All files that have been read, the libraries' among them. */
  known(): Iterable<ProjectFile>;
}

export const NOTHING_FOUND: LookupResult = { near: [], imports: [], declared: [] };

/** Names further away than this are other names. Short ones are all near to each other. */
const MOST_DISTANCE = 2;
const SHORT_NAME = 4;
const MOST_NEAR = 12;
const MOST_DECLARED = 8;
/** An object that may be of more types is shown as the first ones. */
const MOST_TYPES = 2;
/** Longer declarations are shown by their first lines. */
const MOST_LINES = 30;
const TYPES: ReadonlySet<SymbolKind> = new Set(['class', 'interface', 'trait', 'enum', 'struct', 'type']);

export function lookup(request: LookupRequest, moment: Moment, project: WholeProject): LookupResult {
  return {
    near: nearNames(request.name, project),
    imports: importsOf(request.name, moment, project),
    declared: declaredTexts(request.names, moment, project),
    uses: project.usage(request.name),
    isOwnMember: isOwnMember(request.name, moment, project),
    ...missingIn(request, moment, project),
  };
}

function missingIn({ names }: LookupRequest, moment: Moment, project: WholeProject): Pick<LookupResult, 'missing'> {
  const missing = missingMembers(moment, project, names);
  return missing === undefined ? {} : { missing };
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
  // What the object before the arrow has: where a member is wrong, the right one is among them.
  for (const { found } of receiverAt(moment, project)?.instances.slice(0, MOST_TYPES) ?? [])
    add(found, 'the type before the member');
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
  const { imports, references, declarations, namespace } = moment.symbols;
  // The file's own is not another file's of that name.
  if (declarations.some((own) => own.parent < 0 && own.kind === 'function' && own.name === name)) return [];
  const imported = imports.find(({ alias }) => alias === name);
  const functions = [
    imported === undefined ? undefined : project.function(shortNameIn(imported.name, imported.from)),
    // A bare name is that of the own namespace first.
    namespace === '' ? undefined : project.function(`${namespace}\\${name}`),
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
