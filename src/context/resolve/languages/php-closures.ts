/** PHP: what is given to the parameters of a closure: their own types, else what the function says or does that the closure is handed to. */

import { closingAt, splitOutside } from '../../extract/split.ts';
import type { Found } from '../../project.ts';
import type { Instance } from '../hierarchy.ts';
import { type Infer, instanceFor, memberOf } from '../infer.ts';
import { receiverStart } from '../member-access.ts';
import { openCall } from '../open-call.ts';
import { matchesIn, patternsWith } from '../patterns.ts';
import { rowsOf } from '../rows.ts';
import { deeper, type Scope } from '../scope.ts';
import { alternatives, namedType, substitute, union } from '../type-text.ts';
import { classArgument, typeName } from './php-names.ts';
import { PHP_SYNTAX } from './php-syntax.ts';

/** PHP's own functions that give a closure the items of an array: which argument the array is. */
const ITEMS_OF: Readonly<Record<string, number>> = {
  array_map: 1,
  array_filter: 0,
  array_walk: 0,
  array_find: 0,
  array_any: 0,
  array_all: 0,
  usort: 0,
  uasort: 0,
};
/** Types that say nothing. */
const VAGUE = /^(?:mixed|object|array|callable|\\?Closure|)$/u;

const asParam = patternsWith((name) => `${name}\\b(?!\\s*->)`, 'u');
const callsOf = patternsWith((name) => `${name}\\(|\\bcall_user_func\\(\\s*${name}\\s*,`);

/** @param match the head of a function without a name, its parameters in group 1; @param scope where it stands */
export function closureParam(name: string, match: RegExpExecArray, before: string, scope: Scope, infer: Infer): string {
  const params = splitOutside(match[1] ?? '', ',');
  const at = params.findIndex((param) => param.includes(name) && asParam(name).test(param));
  const written = /^(?:#\[[^\]]*\]\s*)?\??([\w\\|&]+)\s+(?:&|\.\.\.)?\$/u.exec(params[at] ?? '')?.[1];
  if (written !== undefined) return union(written.split(/[|&]/u).map((one) => typeName(one, scope)));
  // The parameters of a method are its own.
  if (at < 0 || scope.depth <= 1 || /^(?:function|fn)\s*&?\s*\w/u.test(match[0])) return '';
  const front = withoutStatic(before.slice(0, match.index).trimEnd());
  // What has a key is an item of an array, of thousands maybe.
  const open = front.endsWith('=>') ? undefined : openCall(front);
  if (open === undefined) return '';
  const args = splitOutside(front.slice(open.at + 1), ',');
  return calleeParam(front.slice(0, open.at), { at, argument: open.argument, args }, scope, infer);
}

/** @param front that ends in no blank */
function withoutStatic(front: string): string {
  return /\bstatic$/u.test(front.slice(-'static'.length - 1)) ? front.slice(0, -'static'.length).trimEnd() : front;
}

/** Which parameter of a closure, which argument the closure is, and the arguments in front of it. */
interface Handed {
  readonly at: number;
  readonly argument: number;
  readonly args: readonly string[];
}

/** Calls that hand an object of the class that they are given to a closure (`$app->afterResolving(Mailer::class, function ($mailer) {`). */
const HANDS_MADE = /(?:resolving|extend)$/iu;

/** @param front code up to the bracket of the call */
function calleeParam(front: string, handed: Handed, scope: Scope, infer: Infer): string {
  const expression = front.slice(receiverStart(front, PHP_SYNTAX)).trim();
  const made = handed.at === 0 && HANDS_MADE.test(expression) ? classArgument(handed.args[0] ?? '', scope) : '';
  return made === '' ? calledParam(front, expression, handed, scope, infer) : made;
}

function calledParam(front: string, expression: string, handed: Handed, scope: Scope, infer: Infer): string {
  const split = /^([\s\S]*?)(?:\?->|->|::)\s*(\w+)$/u.exec(expression);
  const made = /^new\s+([\\\w]+)$/u.exec(expression)?.[1];
  const around = deeper(scope, front.slice(0, front.length - expression.length));
  if (split === null && made === undefined) return functionParam(expression, handed, around, infer);
  const receiver = made === undefined ? infer(split?.[1] ?? '', around) : typeName(made, scope);
  for (const part of alternatives(receiver)) {
    const instance = instanceFor(part, scope);
    const found = instance && memberOf(instance, split?.[2] ?? '__construct', true, scope);
    if (found !== undefined) {
      const type = given(found.member, found.owner, part, handed, around, infer);
      if (type !== '') return type;
    }
    const element = handed.at === 0 ? infer.elementType(part, scope) : '';
    if (element !== '') return element;
  }
  return '';
}

function functionParam(name: string, handed: Handed, scope: Scope, infer: Infer): string {
  const items = ITEMS_OF[name.replace(/^\\/u, '')];
  const array = handed.args[items ?? -1];
  if (array !== undefined && handed.at === 0) return infer.indexType(infer(array, scope), '', scope);
  const { symbols, project } = scope;
  const imported = symbols.imports.find(({ kind, alias }) => kind === 'function' && alias === name)?.name;
  for (const qualified of [imported ?? `${symbols.namespace}\\${name}`, name]) {
    const found = project.function(qualified.replace(/^\\/u, ''));
    if (found !== undefined) return given(found, { found, templates: new Map() }, '', handed, scope, infer);
  }
  return '';
}

/** What a function says of the closure that it takes; else what it calls it with. */
function given(member: Found, owner: Instance, receiver: string, handed: Handed, scope: Scope, infer: Infer): string {
  const { declaration } = member;
  const param = declaration.params?.[handed.argument];
  if (param === undefined) return '';
  const names = new Map([
    ...owner.templates,
    ...infer.bound(declaration, handed.args, scope),
    ...['static', 'self', '$this'].map((word): [string, string] => [word, receiver]),
  ]);
  const isKnown = (type: string): boolean =>
    alternatives(type).some(
      (part) => !VAGUE.test(part) && scope.project.type(namedType(part)?.name ?? '') !== undefined,
    );
  const said = substitute(callableParam(param.type ?? '', handed.at), names);
  if (isKnown(said)) return said;
  const done = substitute(calledWith(member, owner, receiver, param.name, handed.at, scope, infer), names);
  return isKnown(done) ? done : '';
}

/** `$callback($order)` in the code of a function: the type of `$order` there. */
function calledWith(
  { file, declaration }: Found,
  owner: Instance,
  receiver: string,
  name: string,
  at: number,
  scope: Scope,
  infer: Infer,
): string {
  const text = rowsOf(scope.project.text(file.path) ?? '', declaration.nameRow, declaration.endRow);
  if (!text.includes(name)) return '';
  for (const match of matchesIn(text, callsOf(name))) {
    const open = match.index + match[0].indexOf('(');
    const args = splitOutside(text.slice(open + 1, closingAt(text, open)), ',');
    const argument = args[match[0].startsWith(name) ? at : at + 1];
    if (argument === undefined) continue;
    const type = infer(argument, {
      ...deeper(deeper(scope), text.slice(0, match.index)),
      symbols: file.symbols,
      params: declaration.params ?? [],
      method: declaration.name,
      self: owner.found === undefined || declaration.parent < 0 ? undefined : owner.found,
      as: receiver,
    });
    if (type !== '') return type;
  }
  return '';
}

/** `(Closure(Order, int): bool)|null`, 0 → `Order`. */
function callableParam(type: string, at: number): string {
  const open = /(?:callable|Closure)\(/u.exec(type);
  if (open === null) return '';
  const start = open.index + open[0].length - 1;
  return (
    splitOutside(type.slice(start + 1, closingAt(type, start)), ',', true)
      [at]?.replace(/\s*(?:\.\.\.|&)?\$\w+$/u, '')
      .replace(/=$/u, '') ?? ''
  );
}
