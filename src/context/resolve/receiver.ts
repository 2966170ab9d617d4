/** The types of the object (or class) before the arrow at the cursor. */
import type { Found, ProjectView } from '../project.ts';
import type { Moment } from '../source.ts';
import type { Instance } from './hierarchy.ts';
import { instanceFor } from './infer.ts';
import { RESOLVERS } from './rules.ts';
import { MOST_STEPS, type Scope } from './scope.ts';
import { alternatives } from './type-text.ts';

/** What members are wanted of. */
export interface Receiver {
  /** As a person would write it: `App\Order|App\Invoice`. */
  readonly type: string;
  readonly instances: readonly Instance[];
  /** `Order::`: members of the class, not of an object. */
  readonly isStatic: boolean;
  /** `parent::`: what is overridden is called as well. */
  readonly isParent: boolean;
}

/** Lines of code above the function that a variable may come from, where there is no function. */
const MOST_LINES = 400;

/** What an expression at the cursor can see. */
export function scopeAt(moment: Moment, project: ProjectView): Scope {
  const { symbols, lines, row, linePrefix, enclosingFunction, enclosingType } = moment;
  const first = enclosingFunction?.declaration.row ?? Math.max(0, row - MOST_LINES);
  return {
    project,
    symbols,
    before: [...lines.slice(first, row), linePrefix].join('\n'),
    params: enclosingFunction?.declaration.params ?? [],
    self: selfAt(moment, project, enclosingType),
    as: '',
    depth: MOST_STEPS,
  };
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
  const narrowed = resolver.rules.narrowed?.(member.receiver, scope) ?? '';
  const type = narrowed === '' ? resolver.infer(member.receiver, scope) : narrowed;
  const instances = alternatives(type).flatMap((part) => instanceFor(part, scope) ?? []);
  if (instances.length === 0) return undefined;
  const isStatic = member.operator === '::';
  return { type, instances, isStatic, isParent: isStatic && /^parent$/iu.test(member.receiver) };
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
