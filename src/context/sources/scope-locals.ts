/** Types of the variables that are used near the cursor, where the code above tells them. What parameters declare is known without it. */
import { knownLine } from '../known-lines.ts';
import type { ProjectView } from '../project.ts';
import { scopeAt } from '../resolve/receiver.ts';
import { RESOLVERS } from '../resolve/rules.ts';
import type { Moment } from '../source.ts';

export interface Local {
  readonly name: string;
  /** See `Declaration.type`. */
  readonly type: string;
  /** Rows to the cursor. */
  readonly distance: number;
}

/** Each takes 0.05–0.5 ms; who stands further away is hardly used again. */
const MOST_LOCALS = 6;
/** In rows above the cursor. */
const FAR_ROWS = 25;
const SELF: ReadonlySet<string> = new Set(['$this', 'this', 'self']);

/** Nearest first. */
export function localsNear(moment: Moment, project: ProjectView): readonly Local[] {
  const resolver = moment.language && RESOLVERS[moment.language.id];
  if (resolver === undefined) return [];
  const scope = scopeAt(moment, project);
  const known = new Set(
    (moment.enclosingFunction?.declaration.params ?? []).flatMap(({ name, type }) =>
      type === undefined ? [] : [name],
    ),
  );
  const locals: Local[] = [];
  for (const { name, distance } of variablesNear(moment)) {
    if (locals.length >= MOST_LOCALS) break;
    if (known.has(name)) continue;
    const found = resolver.rules.variable(name, scope, resolver.infer);
    const type = resolver.rules.shown?.(found) ?? found;
    if (type !== '') locals.push({ name, type, distance });
  }
  return locals;
}

function variablesNear({
  lines,
  row,
  linePrefix,
  enclosingFunction,
}: Moment): readonly { readonly name: string; readonly distance: number }[] {
  const first = Math.max(enclosingFunction?.declaration.nameRow ?? 0, row - FAR_ROWS);
  const found = new Map<string, number>();
  for (let at = row; at >= first; at--) {
    const line = at === row ? linePrefix : (lines[at] ?? '');
    for (const name of knownLine(line).variables) if (!found.has(name) && !SELF.has(name)) found.set(name, row - at);
  }
  return Array.from(found, ([name, distance]) => ({ name, distance }));
}
