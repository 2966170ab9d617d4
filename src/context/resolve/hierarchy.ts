/** Types and what they inherit from: parents, traits, interfaces, mixins, with the generics that are handed on. */
import type { Found, ProjectView } from '../project.ts';
import { namedType, substitute } from './type-text.ts';

/** A type with what its templates stand for. */
export interface Instance {
  readonly found: Found;
  readonly templates: ReadonlyMap<string, string>;
}

/** A type on the way up, and how far it is from where the way began. */
export interface Ancestor extends Instance {
  readonly distance: number;
  /** It is there for `@mixin`: only what is public is borrowed. */
  readonly isMixin: boolean;
}

/** A longer way up is a circle. */
const MOST_ANCESTORS = 60;

const NONE: readonly string[] = [];
const NO_TEMPLATES: ReadonlyMap<string, string> = new Map();

/** @param args what stands in the angle brackets behind its name */
export function instanceOf(found: Found, args: readonly string[]): Instance {
  const { templates: names, bounds } = found.declaration;
  if (names === undefined) return { found, templates: NO_TEMPLATES };
  // One argument of a collection of keys and values is the value's.
  const offset = args.length === 1 && names.length === 2 && /k/iu.test(names[0] ?? '') ? 1 : 0;
  const templates = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    const argument = args[index - offset] ?? bounds?.[index] ?? '';
    if (argument !== '') templates.set(name, argument);
  }
  return { found, templates };
}

/**
 * The type itself and everything that its members come from, nearest first: itself, traits, parents, interfaces, mixins. Most who ask find what they look
 * for in the first ones: the others are not looked up before.
 */
export function* ancestors({ found, templates }: Instance, project: ProjectView): Iterable<Ancestor> {
  const start: Ancestor = { found, templates, distance: 0, isMixin: false };
  yield start;
  const seen = new Set([nameOf(start)]);
  const waiting = basesOf(start, project);
  for (let next = waiting.shift(); next !== undefined && seen.size < MOST_ANCESTORS; next = waiting.shift()) {
    const name = nameOf(next);
    if (seen.has(name)) continue;
    seen.add(name);
    yield next;
    waiting.push(...basesOf(next, project));
  }
}

/** What a type names as such, one step further up. */
function basesOf({ found: { declaration }, templates, distance, isMixin }: Ancestor, project: ProjectView): Ancestor[] {
  const bases: Ancestor[] = [];
  const add = (type: string, step: number, mixin: boolean): void => {
    const named = namedType(substitute(type, templates));
    const base = named && project.type(named.name);
    if (named === undefined || base === undefined) return;
    const instance = instanceOf(base, named.args);
    bases.push({ found: base, templates: instance.templates, distance: distance + step, isMixin: isMixin || mixin });
  };
  for (const type of declaration.traits ?? NONE) add(type, 0, false);
  for (const type of declaration.extends ?? NONE) add(type, 1, false);
  for (const type of declaration.implements ?? NONE) add(type, 1, false);
  for (const type of declaration.mixins ?? NONE) add(type, 1, true);
  return bases;
}

/** By which two views of a type are the same; case does not matter. */
function nameOf({ found: { declaration } }: Instance): string {
  return (declaration.qualified || declaration.name).toLowerCase();
}

/** Classes that are looked at for what a trait expects of them. */
const MOST_USERS = 4;

/** What a trait calls on itself may be its users'. None for other types. */
export function usersOf({ declaration }: Found, project: ProjectView): readonly Instance[] {
  if (declaration.kind !== 'trait') return [];
  return project
    .subtypes(declaration.qualified)
    .slice(0, MOST_USERS)
    .map((found) => instanceOf(found, []));
}

/** More classes than these behind an interface have nothing in common but it. */
const MOST_IMPLEMENTERS = 3;

/** The classes of the project that are behind an interface, where they are few. */
export function implementersOf({ declaration }: Found, project: ProjectView): readonly Instance[] {
  if (declaration.kind !== 'interface') return [];
  const classes = project
    .subtypes(declaration.qualified || declaration.name)
    .filter((one) => one.declaration.kind === 'class');
  return classes.length > MOST_IMPLEMENTERS ? [] : classes.map((found) => instanceOf(found, []));
}

/** Whether a type is another, or inherits from it. @param qualified names; case does not matter */
export function isKindOf(found: Found, qualified: string, project: ProjectView): boolean {
  const wanted = qualified.toLowerCase();
  for (const ancestor of ancestors(instanceOf(found, []), project)) if (nameOf(ancestor) === wanted) return true;
  return false;
}
