/** The types of the object (or class) before the arrow at the cursor. */
import { offsetOf } from '../../text/lines.ts';
import type { Found, ProjectFile, ProjectView } from '../project.ts';
import type { Moment } from '../source.ts';
import type { Declaration, Param } from '../symbols.ts';
import { type Instance, implementersOf } from './hierarchy.ts';
import { instanceFor } from './infer.ts';
import { ModuleView } from './module-view.ts';
import { RESOLVERS, type Resolver } from './rules.ts';
import { MOST_STEPS, MOST_WORK, type Scope } from './scope.ts';
import type { ExpressionSyntax } from './syntax.ts';
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
  readonly syntax: ExpressionSyntax;
  readonly operator: string;
  /** Absolute path of the file around the cursor. */
  readonly path: string;
  /** Where its types are looked up. */
  readonly project: ProjectView;
}

/** Lines of code above the cursor that a variable may come from, where there is no function. */
const MOST_LINES = 800;
/** Calls go on from one object to the next so often, at most. */
const MOST_LENDERS = 3;

/** What an expression at the cursor can see. */
export function scopeAt(moment: Moment, files: ProjectView): Scope {
  const { path, text, lines, row, offset, language, enclosingFunction, enclosingType } = moment;
  const rules = language && RESOLVERS[language.id]?.rules;
  const own = ownFile(moment, files);
  const project = rules?.view?.(files, own) ?? files;
  const file = project === files ? own : (project.file(path) ?? own);
  const [type, method] = [seen(enclosingType, file), seen(enclosingFunction, file)];
  const around = rules?.seesOuter === true ? outermostFunction(moment) : enclosingFunction?.declaration;
  const first = around?.row ?? Math.max(0, row - MOST_LINES);
  const scope: Scope = {
    project,
    path,
    symbols: file.symbols,
    before: text.slice(offsetOf(lines, first, 0), offset),
    params: boundParams(method?.declaration, type?.declaration),
    method: method?.declaration.name,
    self: type && project instanceof ModuleView ? project.whole(type) : type,
    as: '',
    depth: MOST_STEPS,
    work: { left: MOST_WORK },
  };
  const inner = rules?.innerType?.(scope);
  return inner === undefined ? scope : { ...scope, self: inner };
}

function outermostFunction({ symbols, row }: Moment): Declaration | undefined {
  return symbols.declarations.find(
    ({ kind, row: start, endRow }) => (kind === 'function' || kind === 'method') && start <= row && row <= endRow,
  );
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
export function receiverAt(moment: Moment, files: ProjectView): Receiver | undefined {
  const { member, language } = moment;
  const resolver = language && RESOLVERS[language.id];
  if (member === undefined || resolver === undefined) return undefined;
  const whole = scopeAt(moment, files);
  const { project } = whole;
  // The access itself is not what a variable was given.
  const access = whole.before.lastIndexOf(member.receiver);
  const scope = access < 0 ? whole : { ...whole, before: whole.before.slice(0, access) };
  // What was asked above is known better than what was declared.
  const { rules, infer } = resolver;
  const narrowed = rules.narrowed?.(member.receiver, scope, infer) ?? '';
  const type = narrowed === '' ? infer(member.receiver, scope) : narrowed;
  const found = rules.parts?.(type, scope, infer) ?? alternatives(type);
  const isStatic = rules.parts === undefined ? member.operator === '::' : found.some(isClass);
  const parts = found
    .filter((part) => rules.parts === undefined || isClass(part) === isStatic)
    .map((part) => (isStatic ? (namedClass(part) ?? part) : part));
  const instances = parts.flatMap((part) => instanceFor(part, scope) ?? []);
  if (instances.length === 0) return undefined;
  const isParent = (isStatic && /^parent$/iu.test(member.receiver)) || member.receiver === 'super()';
  const behind = isStatic ? [] : instances.flatMap(({ found }) => implementersOf(found, project));
  const lent = isParent ? [] : [...lentTo(parts, isStatic, scope, resolver), ...behind];
  const shown = parts.map((part) => rules.shown?.(part) ?? part).join('|');
  const { self, path } = scope;
  return {
    type: shown,
    instances,
    lent,
    self,
    isStatic,
    isParent,
    syntax: rules.syntax,
    operator: member.operator,
    path,
    project,
  };
}

/** A class itself, not an object of it. */
function isClass(part: string): boolean {
  return namedClass(part) !== undefined;
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

/** A declaration around the cursor as the project's view has it. */
function seen(around: Moment['enclosingType'], file: ProjectFile): Found | undefined {
  return (
    around && { file, declaration: file.symbols.declarations[around.index] ?? around.declaration, index: around.index }
  );
}

/** The file around the cursor, with what is not saved. */
function ownFile({ path, relative, symbols }: Moment, project: ProjectView): ProjectFile {
  const known = project.file(path);
  return known?.symbols === symbols ? known : { path, relative, symbols, isOwn: known?.isOwn ?? true };
}
