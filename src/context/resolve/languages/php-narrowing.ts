/** PHP: what checks above say of an expression: `instanceof` in a condition that still holds, `assert`. Where a check holds is found out elsewhere. */
import { isKindOf } from '../hierarchy.ts';
import { holds } from '../holds.ts';
import type { Infer } from '../infer.ts';
import { matchesIn, patternsWith } from '../patterns.ts';
import { placesIn } from '../places.ts';
import { deeper, type Scope } from '../scope.ts';
import { alternatives, namedType, union } from '../type-text.ts';
import { typeName } from './php-names.ts';

/** A check, and the class that it is for. */
export interface Check {
  /** UTF-16 offset in the code before the cursor. */
  readonly at: number;
  readonly name: string;
}

const WORD = 'instanceof';
const tested = patternsWith((expression) => `${spaced(expression)}\\s+instanceof\\s+\\\\?([\\w\\\\]+)`);
const asserted = patternsWith(
  (expression) =>
    `(?:assertInstanceOf|isInstanceOf)\\(\\s*(\\\\?[\\w\\\\]+)::class\\s*,\\s*${spaced(expression)}\\s*[,)]`,
);

/** Checks of an expression that hold at the end of `before`, in the order of the code. */
export function checksOf(expression: string, before: string): readonly Check[] {
  const found: Check[] = [];
  for (const match of isTested(expression, before) ? matchesIn(before, tested(expression)) : []) {
    if (/[\w$>:\\]$/u.test(before.slice(0, match.index))) continue;
    const name = /[\w\\]+$/u.exec(match[0])?.[0] ?? '';
    if (holds(before, match.index, match.index + match[0].length)) found.push({ at: match.index, name });
  }
  if (placesIn(before, 'nstanceOf(').length === 0) return found;
  for (const match of matchesIn(before, asserted(expression))) found.push({ at: match.index, name: match[1] ?? '' });
  return found.sort((a, b) => a.at - b.at);
}

/** Whether the word stands behind an expression anywhere; one of several words may be written with other blanks. */
function isTested(expression: string, before: string): boolean {
  if (/\s/u.test(expression)) return true;
  for (const at of placesIn(before, WORD)) {
    let end = at;
    while (/\s/u.test(before[end - 1] ?? '')) end--;
    if (before.endsWith(expression, end)) return true;
  }
  return false;
}

/** The type of an expression by the last check that holds; '' where none does. */
export function narrowed(expression: string, scope: Scope, infer: Infer): string {
  const check = checksOf(expression, scope.before).at(-1);
  return check === undefined ? '' : refined(check, infer(expression, deeper(scope)), scope);
}

/** What was checked, and what else was known of it: an interface that the class does not have goes on to count. */
export function refined({ name }: Check, declared: string, scope: Scope): string {
  const type = typeName(name, scope);
  const found = scope.project.type(type);
  if (found === undefined) return type;
  const others = alternatives(declared).filter((part) => {
    const known = namedType(part)?.name ?? '';
    return scope.project.type(known) !== undefined && !isKindOf(found, known, scope.project);
  });
  return others.length === 0 ? type : union([type, ...others.filter((part) => isOpen(part, scope))]);
}

/** A type that an object of another class can have besides. */
function isOpen(part: string, { project }: Scope): boolean {
  const kind = project.type(namedType(part)?.name ?? '')?.declaration.kind;
  return kind === 'interface' || kind === 'trait';
}

/** Blanks in code may be others. */
function spaced(expression: string): string {
  return expression.replace(/\s+/gu, '\\s*');
}
