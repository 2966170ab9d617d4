/** The types of the object (or class) before the arrow at the cursor. */
import type { Found, ProjectView } from '../project.ts';
import type { Moment } from '../source.ts';
import type { Declaration, Param } from '../symbols.ts';
import { type Instance, implementersOf } from './hierarchy.ts';
import { instanceFor } from './infer.ts';
import { RESOLVERS, type Resolver } from './rules.ts';
import { MOST_STEPS, MOST_WORK, type Scope } from './scope.ts';
import { alternatives, namedClass, substitute } from './type-text.ts';

/** What members are wanted of. */
export interface Receiver {
  /** As a person would write it: `App\Order|App\Invoice`. */
  readonly type: string;
  readonly instances: readonly Instance[];
  /** Objects that calls go on to which those do not have: `__call`, classes behind an interface. */
  readonly lent: readonly Instance[];
  /** The type that the cursor stands in: it sees more of itself and of its parents. */
  readonly self: Found | undefined;
  /** `Order::`: members of the class, not of an object. */
  readonly isStatic: boolean;
  /** `parent::`: what is overridden is called as well. */
  readonly isParent: boolean;
}

/** Lines of code above the function that a variable may come from, where there is no function. */
const MOST_LINES = 400;
/** Calls go on from one object to the next so often, at most. */
const MOST_LENDERS = 3;

/** What an expression at the cursor can see. */
export function scopeAt(moment: Moment, project: ProjectView): Scope {
  const { symbols, lines, row, linePrefix, language, enclosingFunction, enclosingType } = moment;
  const first = enclosingFunction?.declaration.row ?? Math.max(0, row - MOST_LINES);
  const scope: Scope = {
    project,
    symbols,
    before: [...lines.slice(first, row), linePrefix].join('\n'),
    params: boundParams(enclosingFunction?.declaration, enclosingType?.declaration),
    method: enclosingFunction?.declaration.name,
    self: selfAt(moment, project, enclosingType),
    as: '',
    depth: MOST_STEPS,
    work: { left: MOST_WORK },
  };
  const inner = language && RESOLVERS[language.id]?.rules.innerType?.(scope);
  return inner === undefined ? scope : { ...scope, self: inner };
}

/** The parameters of a function, its templates and those of its class being what they are at least. */
function boundParams(around: Declaration | undefined, type: Declaration | undefined): readonly Param[] {
  const names = new Map<string, string>();
  for (const { templates = [], bounds = [] } of [type, around].filter((one) => one !== undefined)) {
    for (const [at, name] of templates.entries()) if (bounds[at]) names.set(name, bounds[at]);
  }
  const params = around?.params ?? [];
  if (names.size === 0) return params;
  return params.map((param) => (param.type === undefined ? param : { ...param, type: substitute(param.type, names) }));
}

/** @returns `undefined` where the type is not known: nothing is better than another class's members */
export function receiverAt(moment: Moment, project: ProjectView): Receiver | undefined {
  const { member, language } = moment;
  const resolver = language && RESOLVERS[language.id];
  if (member === undefined || resolver === undefined) return undefined;
  const whole = scopeAt(moment, project);
  // The access itself is not what a variable was given.
  const access = whole.before.lastIndexOf(member.receiver);
  const scope = access < 0 ? whole : { ...whole, before: whole.before.slice(0, access) };
  // What was asked above is known better than what was declared.
  const { rules, infer } = resolver;
  const narrowed = rules.narrowed?.(member.receiver, scope, infer) ?? '';
  const type = narrowed === '' ? infer(member.receiver, scope) : narrowed;
  const isStatic = member.operator === '::';
  const parts = alternatives(type).map((part) => (isStatic ? (namedClass(part) ?? part) : part));
  const instances = parts.flatMap((part) => instanceFor(part, scope) ?? []);
  if (instances.length === 0) return undefined;
  const isParent = isStatic && /^parent$/iu.test(member.receiver);
  const behind = isStatic ? [] : instances.flatMap(({ found }) => implementersOf(found, project));
  const lent = isParent ? [] : [...lentTo(parts, isStatic, scope, resolver), ...behind];
  return { type: parts.join('|'), instances, lent, self: scope.self, isStatic, isParent };
}

/** Who calls go on to, from one to the next. */
function lentTo(
  parts: readonly string[],
  isStatic: boolean,
  scope: Scope,
  { rules, infer }: Resolver,
): readonly Instance[] {
  const lendersOf = (part: string, isOfClass: boolean): readonly string[] => {
    const instance = instanceFor(part, scope);
    return instance === undefined ? [] : (rules.lent?.(instance, part, isOfClass, scope, infer) ?? []);
  };
  const lenders = new Set<string>();
  let waiting = parts;
  for (let step = 0; step < MOST_LENDERS && waiting.length > 0; step++) {
    const found = waiting.flatMap((part) => lendersOf(part, isStatic && step === 0));
    waiting = found.filter((lender) => !lenders.has(lender) && (isStatic || !parts.includes(lender)));
    for (const lender of waiting) lenders.add(lender);
  }
  return [...lenders].flatMap((lender) => instanceFor(lender, scope) ?? []);
}

/** The type around the cursor as the index would have it, with what is not saved. */
function selfAt(
  { path, relative, symbols }: Moment,
  project: ProjectView,
  around: Moment['enclosingType'],
): Found | undefined {
  if (around === undefined) return undefined;
  const file = project.file(path) ?? { path, relative, symbols, isOwn: true };
  return { file: { ...file, symbols }, declaration: around.declaration, index: around.index };
}
