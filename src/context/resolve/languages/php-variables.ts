/** PHP: what a variable holds at the cursor, by the last place above that says so. Reads the code before the cursor as text. */

import { splitOutside } from '../../extract/split.ts';
import { instanceOf } from '../hierarchy.ts';
import type { Infer } from '../infer.ts';
import { memberOf } from '../infer.ts';
import { matchesIn, patternsWith, standsBehind } from '../patterns.ts';
import { placesIn } from '../places.ts';
import { deeper, type Scope } from '../scope.ts';
import { alternatives, substitute, union } from '../type-text.ts';
import { assigned, takenApart } from './php-assigned.ts';
import { statementAt } from './php-branches.ts';
import { closureParam } from './php-closures.ts';
import { docType, typeName } from './php-names.ts';
import { checksOf, refined } from './php-narrowing.ts';

/** The code before is read that far back, in UTF-16 units. */
const LONGEST_BEFORE = 40_000;

/** Behind `foreach ($orders`: the item is taken apart. */
const LISTED = /\bas\s+(?:[^{}()]*?=>\s*)?\[/u;

const said = patternsWith((name) => `@var\\s+([^*\\n]+?)\\s+${name}\\b`);
const LOOP = '\\bforeach\\s*\\(([^{};]*?)\\bas\\s+(?:[^{}()]*?=>\\s*)?';
const looped = patternsWith((name) => `${LOOP}&?${name}\\s*\\)`);
const loopedList = patternsWith((name) => `${LOOP}\\[([^\\]]*${name}\\b[^\\]]*)\\]\\s*\\)`);
const caught = patternsWith((name) => `\\bcatch\\s*\\(([\\w\\\\|\\s]+?)\\s+${name}\\s*\\)`);
const taken = patternsWith((name) => `\\b(?:function|fn)\\s*&?\\s*\\(([^{}]*?${name}\\b[^{}]*?)\\)`);
const takenByMethod = patternsWith(
  (name) => `\\b(?:function|fn)\\s*&?\\s*(?:\\w+\\s*)?\\(([^{}]*?${name}\\b[^{}]*?)\\)`,
);
const wholeName = patternsWith((name) => `${name}\\b`, 'u');

/** A place where a variable got what it holds. */
interface Origin {
  /** UTF-16 offset in the code before the cursor. */
  readonly at: number;
  readonly type: () => string;
}

export function variable(name: string, scope: Scope, infer: Infer): string {
  if (!name.startsWith('$')) return '';
  const { self, as } = scope;
  if (name === '$this') return self === undefined ? '' : as || self.declaration.qualified || self.declaration.name;
  const before = scope.before.slice(-LONGEST_BEFORE);
  if (placesIn(before, name).length === 0) return paramType(name, scope);
  const found = origins(name, before, scope, infer).sort((a, b) => b.at - a.at);
  for (const { type } of found) {
    const known = type();
    if (known !== '') return known;
  }
  return paramType(name, scope);
}

/** Of a parameter of the function around; one without a type has that of the method that it overrides. */
function paramType(name: string, { params, self, method, project }: Scope): string {
  const at = params.findIndex((param) => param.name === name);
  const param = params[at];
  if (param === undefined) return '';
  if (param.type !== undefined && param.type !== 'mixed')
    return param.isVariadic === true ? `${param.type}[]` : param.type;
  if (self === undefined || method === undefined) return '';
  for (const parent of [...(self.declaration.extends ?? []), ...(self.declaration.implements ?? [])]) {
    const type = /^[^<]+/u.exec(parent)?.[0] ?? '';
    const found = project.type(type);
    const overridden = found && memberOf(instanceOf(found, []), method, true, { project, self });
    const known = overridden?.member.declaration.params?.[at]?.type;
    if (overridden !== undefined && known !== undefined) return substitute(known, overridden.owner.templates);
  }
  return '';
}

function origins(name: string, before: string, scope: Scope, infer: Infer): Origin[] {
  const found: Origin[] = [];
  const add = (patternOf: (name: string) => RegExp, type: (match: RegExpExecArray) => string): void => {
    for (const match of matchesIn(before, patternOf(name))) found.push({ at: match.index, type: () => type(match) });
  };
  const isBehind = (keyword: string, notBetween: string): boolean => standsBehind(name, keyword, before, notBetween);
  const upTo = (at: number): Scope => deeper(scope, before.slice(0, at));
  const names = (list: string): string => union(list.split('|').map((one) => typeName(one.trim(), scope)));
  const loops = (code: string, at: number): string => elements(infer(code, upTo(at)), scope, infer);
  // Assignments: the code to the end of the statement, or to the end of what is there.
  for (const { at, end } of assigned(name, before)) {
    const type = (): string => {
      const said = saidAbove(before.slice(0, at), name);
      return said === '' ? infer(statementAt(before, end), upTo(at)) : docType(said, scope);
    };
    found.push({ at, type });
  }
  for (const { at, list, end } of takenApart(name, before)) {
    const type = (): string => infer.indexType(infer(statementAt(before, end), upTo(at)), keyIn(list, name), scope);
    found.push({ at, type });
  }
  if (isBehind('@var', '*')) add(said, (match) => docType(match[1] ?? '', scope));
  if (isBehind('foreach', '{}')) add(looped, (match) => loops(match[1] ?? '', match.index));
  if (isBehind('foreach', '') && LISTED.test(before)) {
    add(loopedList, (match) => infer.indexType(loops(match[1] ?? '', match.index), keyIn(match[2] ?? '', name), scope));
  }
  if (isBehind('catch', '{})')) add(caught, (match) => names(match[1] ?? ''));
  for (const check of checksOf(name, before)) {
    found.push({ at: check.at, type: () => refined(check, variable(name, upTo(check.at), infer), scope) });
  }
  // Methods have names only in a class that has none: the other ones' parameters are declared.
  const isAnonymous = scope.self?.file.path === '';
  if (isBehind('function', '{}') || isBehind('fn', '{}')) {
    add(isAnonymous ? takenByMethod : taken, (match) => closureParam(name, match, before, upTo(match.index), infer));
  }
  return found;
}

/** The type in a comment right above an assignment. */
function saidAbove(front: string, name: string): string {
  if (!front.trimEnd().endsWith('*/')) return '';
  const comment = front.slice(front.lastIndexOf('/**'));
  const [, type = '', of = name] = /@var\s+([^*\n]+?)(?:\s+(\$\w+)\b[^\n]*)?\s*(?:\*\/|\n)/u.exec(comment) ?? [];
  return of === name ? type : '';
}

/** `'a' => $x, $y`, `$y` → `1`, the key of a variable that an array is taken apart into. */
function keyIn(list: string, name: string): string {
  const items = splitOutside(list, ',');
  const at = items.findIndex((item) => item.includes(name) && wholeName(name).test(item));
  return /^(.+?)\s*=>/su.exec(items[at] ?? '')?.[1] ?? String(at);
}

export function elements(type: string, scope: Scope, infer: Infer): string {
  return union(alternatives(type).map((part) => infer.elementType(part, scope)));
}
