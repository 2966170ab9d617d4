/** Go: what a name holds at the cursor: by the last place above that declares it and can still be seen, else by its package. Reads code as text. */
import { blanked } from '../../extract/code-text.ts';
import { GO_NOT_CODE } from '../../extract/go-text.ts';
import { closingAt, piecesOutside, splitOutside } from '../../extract/split.ts';
import type { Infer } from '../infer.ts';
import { ModuleView, typeOfValue } from '../module-view.ts';
import { readOnce } from '../plain-code.ts';
import { deeper, type Scope } from '../scope.ts';
import { element, keyOf, resultAt, typeInCode } from './go-types.ts';
import { expressionEnd, isVisible } from './script-text.ts';

/** The code before is read that far back, in UTF-16 units. */
const LONGEST_BEFORE = 40_000;
/** A list of parameters is looked for so far back, in UTF-16 units. */
const LONGEST_LIST = 1500;

/** Of names that are declared together, in UTF-16 units. */
const LONGEST_NAMES = 200;

/** Without comments and strings, at the same offsets. */
export const goPlain = readOnce((code) => blanked(code, GO_NOT_CODE));

export function variable(name: string, scope: Scope, infer: Infer): string {
  const given = scope.given?.get(name);
  if (given !== undefined) return given;
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) || name === '_') return '';
  const before = scope.before.slice(-LONGEST_BEFORE);
  const plain = goPlain(before);
  const word = new RegExp(`(?<![\\p{L}\\p{N}_.])${name}(?![\\p{L}\\p{N}_])`, 'gu');
  for (const { index } of [...plain.matchAll(word)].reverse()) {
    const type = declaredAt(name, index, before, plain, scope, infer);
    if (type !== undefined) return type;
  }
  const param = scope.params.find((one) => one.name === name);
  if (param !== undefined) return param.isVariadic === true ? `list<${param.type ?? ''}>` : (param.type ?? '');
  return packageValue(name, scope, infer);
}

/** @returns `undefined` where the name is not declared there, or out of sight */
function declaredAt(
  name: string,
  at: number,
  before: string,
  plain: string,
  scope: Scope,
  infer: Infer,
): string | undefined {
  const lineStart = plain.lastIndexOf('\n', at) + 1;
  const front = plain.slice(lineStart, at);
  const rest = plain.slice(at + name.length, at + name.length + LONGEST_NAMES);
  const start = Math.max(lineStart, at - (/[\p{L}\p{N}_,\s]*$/u.exec(front)?.[0].length ?? 0));
  const short = /^(?:\s*,\s*[\p{L}_][\p{L}\p{N}_]*)*\s*:=\s*/u.exec(rest);
  if (
    short !== null &&
    /(?:^|[;{}(]|\b(?:if|for|switch|else|case|select))\s*(?:[\p{L}_][\p{L}\p{N}_]*\s*,\s*)*$/u.test(front)
  ) {
    const names = plain.slice(start, at + name.length).replace(/^\s*(?:if|for|switch|case)\b/u, '');
    const valueAt = at + name.length + short[0].length;
    return shortType(names.split(',').length - 1, lineStart, valueAt, at, before, plain, scope, infer);
  }
  const typed = /^\s*(?:var|const)\s+(?:[\p{L}_][\p{L}\p{N}_]*\s*,\s*)*$/u.test(front);
  if (typed) return varType(at + name.length, front.split(',').length - 1, before, plain, scope, infer);
  return paramType(name, at, before, plain, scope);
}

/** `a, name := value`, `for k, name := range values`, `switch name := x.(type)`. */
function shortType(
  position: number,
  lineStart: number,
  valueAt: number,
  at: number,
  before: string,
  plain: string,
  scope: Scope,
  infer: Infer,
): string | undefined {
  const head = /^\s*(?:\}\s*)?(?:else\s+)?(if|for|switch|case)\b/u.exec(plain.slice(lineStart, at))?.[1];
  const isBlock = head === 'if' || head === 'for' || head === 'switch';
  const open = isBlock ? blockAfter(plain, valueAt) : -1;
  if (isBlock ? open < 0 || closingAt(plain, open) < plain.length : !isVisible(plain, at)) return undefined;
  const end = isBlock ? headEnd(plain, valueAt, open) : expressionEnd(plain, valueAt);
  // What is being written is not known by itself.
  if (end >= plain.length) return undefined;
  const value = before.slice(valueAt, end).trim();
  const around = deeper(scope, before.slice(0, at));
  const range = /^range\s+/u.exec(value)?.[0];
  if (range !== undefined) {
    const whole = infer(value.slice(range.length), around);
    return position === 0 ? keyOf(whole, scope) : element(whole, scope);
  }
  const checked = /^(.*)\.\(\s*type\s*\)$/su.exec(value)?.[1];
  if (checked !== undefined) return caseType(checked, open, before, plain, around, infer);
  const values = splitOutside(value, ',');
  return values.length > 1 ? infer(values[position] ?? '', around) : resultAt(infer(value, around), position);
}

/** Of the case of a type switch that the end of the code stands in. */
function caseType(value: string, open: number, before: string, plain: string, scope: Scope, infer: Infer): string {
  let depth = 0;
  let last = '';
  for (let at = open; at < plain.length; at++) {
    if ('([{'.includes(plain[at] ?? '')) depth++;
    else if (')]}'.includes(plain[at] ?? '')) depth--;
    if (depth !== 1) continue;
    const found = /^\b(?:case\s+([^:]+)|default\s*):/u.exec(plain.slice(at, at + LONGEST_LIST))?.[0];
    if (found !== undefined && /\s/u.test(plain[at - 1] ?? '')) last = before.slice(at, at + found.length - 1);
  }
  const types = splitOutside(last.replace(/^(?:case|default)\s*/u, ''), ',');
  return types.length === 1 ? typeInCode(types[0] ?? '', scope) : infer(value, scope);
}

/** Index of the brace of the block that a head begins; −1 where there is none. */
function blockAfter(plain: string, from: number): number {
  for (let at = from; at < plain.length; at++) {
    const character = plain[at] ?? '';
    // Those of values stand right behind their types.
    if (character === '{' && /(?<!\b(?:struct|interface))\s$/u.test(plain.slice(from, at))) return at;
    if ('([{'.includes(character)) at = closingAt(plain, at);
    else if (character === '\n') return -1;
  }
  return -1;
}

/** Where the first statement of a head ends. */
function headEnd(plain: string, from: number, open: number): number {
  for (let at = from; at < open; at++) {
    if ('([{'.includes(plain[at] ?? '')) at = closingAt(plain, at);
    else if (plain[at] === ';') return at;
  }
  return open;
}

/** `var name T = value` @param from behind the name */
function varType(
  from: number,
  position: number,
  before: string,
  plain: string,
  scope: Scope,
  infer: Infer,
): string | undefined {
  if (!isVisible(plain, from)) return undefined;
  const end = expressionEnd(plain, from);
  const names = /^(?:\s*,\s*[\p{L}_][\p{L}\p{N}_]*)*/u.exec(plain.slice(from))?.[0] ?? '';
  const text = before.slice(from + names.length, end);
  const equals = piecesOutside(text, '=')[0]?.end ?? text.length;
  const type = text.slice(0, equals).trim();
  if (type !== '') return typeInCode(type, scope);
  if (end >= plain.length) return undefined;
  const values = splitOutside(text.slice(equals + 1), ',');
  const around = deeper(scope, before.slice(0, from));
  return values.length > 1 ? infer(values[position] ?? '', around) : resultAt(infer(values[0] ?? '', around), position);
}

/** In a list of parameters, of results, or the receiver, of a function whose body is open. */
function paramType(name: string, at: number, before: string, plain: string, scope: Scope): string | undefined {
  const open = openerBefore(plain, at);
  if (open < 0) return undefined;
  const close = closingAt(plain, open);
  const line = plain.slice(Math.max(0, open - LONGEST_LIST), open);
  if (
    close >= plain.length ||
    !/\bfunc\s*(?:\([^()]*\)\s*)?(?:[\p{L}_][\p{L}\p{N}_]*\s*)?(?:\[[^\]]*\]\s*)?(?:\((?:[^()]|\([^()]*\))*\)\s*)?$/u.test(
      line,
    )
  )
    return undefined;
  const body = bodyAfter(plain, close + 1);
  if (body < 0 || closingAt(plain, body) < plain.length) return undefined;
  const pieces = splitOutside(before.slice(open + 1, close), ',');
  const index = pieces.findIndex((piece) => new RegExp(`^${name}(?![\\p{L}\\p{N}_])`, 'u').test(piece));
  // `a, b int`: the type stands behind the last one.
  for (const piece of index < 0 ? [] : pieces.slice(index)) {
    const type = /^[\p{L}_][\p{L}\p{N}_]*\s+([\s\S]+)$/u.exec(piece)?.[1];
    if (type !== undefined) return typeInCode(type, scope);
  }
  return undefined;
}

/** The brace of a function's body behind its parameters. */
function bodyAfter(plain: string, from: number): number {
  for (let at = from; at < plain.length; at++) {
    const character = plain[at] ?? '';
    if (character === '{') {
      if (!/\b(?:struct|interface)\s*$/u.test(plain.slice(from, at))) return at;
      at = closingAt(plain, at);
    } else if ('(['.includes(character)) at = closingAt(plain, at);
    else if (character === '\n' || character === ';') return -1;
  }
  return -1;
}

function openerBefore(plain: string, end: number): number {
  let depth = 0;
  for (let at = end - 1; at >= 0 && end - at < LONGEST_LIST; at--) {
    const character = plain[at] ?? '';
    if (')]}'.includes(character)) depth++;
    else if ('([{'.includes(character) && depth-- === 0) return character === '(' ? at : -1;
  }
  return -1;
}

/** What a name stands for in its package: a package that is imported, a variable. */
function packageValue(name: string, scope: Scope, infer: Infer): string {
  if (!(scope.project instanceof ModuleView)) return '';
  const found = scope.project.value(scope.path, name);
  if (found === undefined) return '';
  const { kind } = found.declaration;
  if (kind === 'module') return typeOfValue(found);
  if ((kind !== 'variable' && kind !== 'constant') || scope.depth <= 1) return '';
  return resultAt(infer.declared(found, deeper(scope)), 0);
}
