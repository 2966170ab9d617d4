/** PHP: what checks above say of an expression: `instanceof` in a condition that still holds, `assert`. Follows blocks by their braces; no tree. */
import { closingAt } from '../../extract/split.ts';
import { isKindOf } from '../hierarchy.ts';
import type { Infer } from '../infer.ts';
import { deeper, type Scope } from '../scope.ts';
import { alternatives, namedType, union } from '../type-text.ts';
import { quoteEnd } from './php-branches.ts';
import { typeName } from './php-names.ts';

/** A check, and the class that it is for. */
export interface Check {
  /** UTF-16 offset in the code before the cursor. */
  readonly at: number;
  readonly name: string;
}

/** What stands in front of a check, in UTF-16 units. */
const LONGEST_FRONT = 40;
/** Leaves the block that it ends. */
const LEAVES = /\b(?:return|throw|continue|break|exit|die)\b[^;{}]*;\s*$/u;

/** Checks of an expression that hold at the end of `before`, in the order of the code. */
export function checksOf(expression: string, before: string): readonly Check[] {
  const found: Check[] = [];
  const pattern = new RegExp(`${escaped(expression)}\\s+instanceof\\s+\\\\?([\\w\\\\]+)`, 'gu');
  for (const match of before.matchAll(pattern)) {
    if (/[\w$>:\\]$/u.test(before.slice(0, match.index))) continue;
    const name = /[\w\\]+$/u.exec(match[0])?.[0] ?? '';
    if (holds(before, match.index, match.index + match[0].length)) found.push({ at: match.index, name });
  }
  const asserted = new RegExp(
    `(?:assertInstanceOf|isInstanceOf)\\(\\s*(\\\\?[\\w\\\\]+)::class\\s*,\\s*${escaped(expression)}\\s*[,)]`,
    'gu',
  );
  for (const match of before.matchAll(asserted)) found.push({ at: match.index, name: match[1] ?? '' });
  return found.sort((a, b) => a.at - b.at);
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

/** Whether a check between `start` and `end` still says something where the text ends. */
function holds(text: string, start: number, end: number): boolean {
  const front = text.slice(Math.max(0, start - LONGEST_FRONT), start);
  if (/\bassert\s*\(\s*$/u.test(front)) return true;
  const isNegated = /!\s*\(?\s*$/u.test(front);
  const rest = restOf(text, end);
  if (rest.kind === 'ended') return false;
  if (rest.kind === 'block') {
    return rest.close >= text.length ? !isNegated && !rest.isEither : after(text, rest.open, rest.close, isNegated);
  }
  // Still in the same expression: `!$a instanceof B || $a->`, `$a instanceof B && $a->`, `$a instanceof B ? $a->`.
  if (rest.isElse) return isNegated;
  return isNegated ? rest.isEither : !rest.isEither;
}

/** What follows a check: the block of its condition, the end of the statement, or the end of the text. */
type Rest =
  | { readonly kind: 'block'; readonly open: number; readonly close: number; readonly isEither: boolean }
  | { readonly kind: 'ended' }
  | { readonly kind: 'open'; readonly isEither: boolean; readonly isElse: boolean };

function restOf(text: string, from: number): Rest {
  let isEither = false;
  let isElse = false;
  for (let at = from; at < text.length; at++) {
    const character = text[at] ?? '';
    if ('([{'.includes(character)) {
      const close = closingAt(text, at);
      if (character === '{' && isBlock(text, at)) return { kind: 'block', open: at, close, isEither };
      at = close;
    } else if (character === "'" || character === '"') at = quoteEnd(text, at);
    else if (character === ';' || character === '}') return { kind: 'ended' };
    else if (text.startsWith('||', at)) isEither = true;
    else if (character === ':' && text[at + 1] !== ':' && text[at - 1] !== ':') isElse = true;
  }
  return { kind: 'open', isEither, isElse };
}

/** Behind the block of a condition: a negative check holds where the block was left, and in its `else`. */
function after(text: string, open: number, close: number, isNegated: boolean): boolean {
  if (!isNegated) return false;
  const otherwise = /^\s*else\s*\{/u.exec(text.slice(close + 1, close + 60));
  if (otherwise !== null && closingAt(text, close + otherwise[0].length) >= text.length) return true;
  return LEAVES.test(text.slice(open, close));
}

/** Not the arms of a `match`. */
function isBlock(text: string, open: number): boolean {
  return /\)\s*$/u.test(text.slice(Math.max(0, open - 40), open));
}

function escaped(expression: string): string {
  return expression.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&').replace(/\s+/gu, '\\s*');
}
