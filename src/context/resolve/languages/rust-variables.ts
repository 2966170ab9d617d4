/** Rust: what a name holds at the cursor: by the last place above that binds it and can still be seen, else by what its file declares or uses. */
import { blanked } from '../../extract/code-text.ts';
import { RUST_NOT_CODE } from '../../extract/rust-text.ts';
import { closingAt, piecesOutside, splitOutside } from '../../extract/split.ts';
import type { Infer } from '../infer.ts';
import { receiverStart } from '../member-access.ts';
import { ModuleView, typeOfValue } from '../module-view.ts';
import { readOnce } from '../plain-code.ts';
import { deeper, type Scope } from '../scope.ts';
import { EXPRESSIONS } from '../syntax.ts';
import { alternatives, namedType, union } from '../type-text.ts';
import { element, indexed, takenOut, typeInCode } from './rust-types.ts';
import { isVisible } from './script-text.ts';

const SYNTAX = EXPRESSIONS['rust'] ?? { operators: ['.', '::'], nameCharacters: '', lineComment: '//' };
/** The code before is read that far back, in UTF-16 units. */
const LONGEST_BEFORE = 40_000;
/** A pattern, or a list of parameters, is looked for so far around, in UTF-16 units. */
const LONGEST_LIST = 600;

/** Without comments and strings, at the same offsets. */
export const rustPlain = readOnce((code) => blanked(code, RUST_NOT_CODE).replaceAll("'", ' '));

export function variable(name: string, scope: Scope, infer: Infer): string {
  const given = scope.given?.get(name);
  if (given !== undefined) return given;
  if (name === 'self') return ownType(scope);
  if (name === 'Self') return asClass(ownType(scope));
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) || name === '_') return '';
  // Types and constants are bound by no pattern.
  if (/^\p{Lu}/u.test(name)) return fileValue(name, scope, infer);
  const before = scope.before.slice(-LONGEST_BEFORE);
  const plain = rustPlain(before);
  const word = new RegExp(`(?<![\\p{L}\\p{N}_.])${name}(?![\\p{L}\\p{N}_])`, 'gu');
  for (const { index } of [...plain.matchAll(word)].reverse()) {
    const type = boundAt(name, index, before, plain, scope, infer);
    if (type !== undefined) return type;
  }
  const param = scope.params.find((one) => one.name === name);
  return param?.type ?? fileValue(name, scope, infer);
}

function asClass(type: string): string {
  return type === '' ? '' : `class-string<${type}>`;
}

/** The type around; of an `impl` whose type another file declares, that one. */
function ownType({ self, as, symbols, method, project, path }: Scope): string {
  if (self !== undefined) return as || self.declaration.qualified || self.declaration.name;
  const { declarations } = symbols;
  const own = declarations.find(({ name, parent }) => name === method && declarations[parent]?.kind === 'extension');
  const name = declarations[own?.parent ?? -1]?.name;
  return name === undefined || !(project instanceof ModuleView) ? '' : project.typeIn(path, name);
}

/** @returns `undefined` where the name is not bound there, or out of sight */
function boundAt(
  name: string,
  at: number,
  before: string,
  plain: string,
  scope: Scope,
  infer: Infer,
): string | undefined {
  const from = Math.max(0, at - LONGEST_LIST);
  const front = plain.slice(from, at);
  const head = /\b(let|for)\s+(?:mut\s+)?([^;={}]*)$/u.exec(front);
  if (head !== null && !/\bin\b|\belse\b/u.test(head[2] ?? '')) {
    const start = from + head.index + head[0].length - (head[2] ?? '').length;
    return head[1] === 'for'
      ? loop(name, at, start, before, plain, scope, infer)
      : letType(name, start, from + head.index, at, before, plain, scope, infer);
  }
  const closure = closureType(name, at, before, plain, scope, infer);
  if (closure !== undefined) return closure;
  const arm = armType(name, at, before, plain, scope, infer);
  return arm ?? paramType(at + name.length, at, before, plain, scope);
}

/** `let name: T = value;`, `let (a, name) = value;`, `if let Some(name) = value {`. */
function letType(
  name: string,
  start: number,
  letAt: number,
  at: number,
  before: string,
  plain: string,
  scope: Scope,
  infer: Infer,
): string | undefined {
  const equals = outside(plain, start, /=(?![=>])/u);
  const colon = outside(plain.slice(0, equals), start, /(?<!:):(?!:)/u);
  if (at > Math.min(colon, equals)) return undefined;
  const isHead = /\b(?:if|while)\s+$|&&\s*$/u.test(plain.slice(Math.max(0, letAt - 10), letAt));
  const open = isHead ? blockAfter(plain, equals) : -1;
  const isSeen = isHead ? open < 0 || closingAt(plain, open) >= plain.length : isVisible(plain, letAt);
  if (!isSeen) return undefined;
  const pattern = before.slice(start, Math.min(colon, equals)).trim();
  const around = deeper(scope, before.slice(0, letAt));
  const end = isHead ? (open < 0 ? plain.length : headEnd(plain, equals, open)) : statementEnd(plain, equals + 1);
  if (colon < equals) {
    const type = typeInCode(
      before.slice(colon + 1, Math.min(equals, plain.indexOf(';', colon) < 0 ? equals : plain.indexOf(';', colon))),
      scope,
    );
    if (!/(?:^|<|, )_/u.test(type) && type !== '') return matched(name, pattern, type, around);
  }
  // What is being written is not known by itself.
  if (equals >= plain.length || (end >= plain.length && !isHead)) return undefined;
  const value = before
    .slice(equals + 1, end)
    .replace(/\belse\s*\{[\s\S]*$/u, '')
    .trim();
  return matched(name, pattern, infer(value, around), around);
}

function loop(
  name: string,
  at: number,
  start: number,
  before: string,
  plain: string,
  scope: Scope,
  infer: Infer,
): string | undefined {
  const into = outside(plain, start, /\bin\b/u);
  const open = blockAfter(plain, into);
  if (at > into || open < 0 || closingAt(plain, open) < plain.length) return undefined;
  const around = deeper(scope, before.slice(0, start));
  const whole = infer(before.slice(into + 2, open).trim(), around);
  const item = union(alternatives(whole).map((part) => element(part, scope)));
  return matched(name, before.slice(start, into).trim(), item, around);
}

/** `match value { Some(name) => …` */
function armType(
  name: string,
  at: number,
  before: string,
  plain: string,
  scope: Scope,
  infer: Infer,
): string | undefined {
  const ahead = plain.slice(at, at + LONGEST_ARM);
  const arrow = ahead.indexOf('=>');
  if (arrow < 0 || ahead.slice(0, arrow).includes(';')) return undefined;
  const end = at + arrow;
  if (!isArmOpen(plain, end + 2)) return undefined;
  const open = openBrace(plain, at);
  if (open < 0) return undefined;
  const head = /\bmatch\s+([^;{}]*)$/u.exec(plain.slice(Math.max(0, open - LONGEST_LIST), open));
  if (head === null) return undefined;
  const start = armStart(plain, open, at);
  // Behind the arrow it is no pattern any more.
  if (plain.slice(start, at).includes('=>')) return undefined;
  const value = before.slice(open - (head[1] ?? '').length, open).trim();
  const pattern = before
    .slice(start, end)
    .replace(/\bif\b[\s\S]*$/u, '')
    .trim();
  const around = deeper(scope, before.slice(0, Math.max(0, open - head[0].length)));
  return matched(name, pattern, infer(value, around), around);
}

/** A longer arm is a whole block. In UTF-16 units. */
const LONGEST_ARM = 200;

/** Where the pattern begins that `at` stands in. */
function armStart(plain: string, open: number, at: number): number {
  let depth = 0;
  for (let index = at - 1; index > open; index--) {
    const character = plain[index] ?? '';
    if (')]}'.includes(character)) {
      if (depth === 0 && character === '}') return index + 1;
      depth++;
    } else if ('([{'.includes(character)) depth = Math.max(0, depth - 1);
    else if (depth === 0 && character === ',' && !isInGroup(plain, open, index)) return index + 1;
  }
  return open + 1;
}

function isInGroup(plain: string, open: number, at: number): boolean {
  let depth = 0;
  for (let index = open + 1; index < at; index++) {
    if ('([{'.includes(plain[index] ?? '')) depth++;
    else if (')]}'.includes(plain[index] ?? '')) depth--;
  }
  return depth > 0;
}

function isArmOpen(plain: string, from: number): boolean {
  const start = from + (/^\s*/u.exec(plain.slice(from, from + LONGEST_LIST))?.[0].length ?? 0);
  if (plain[start] === '{') return closingAt(plain, start) >= plain.length;
  return outside(plain, start, /[,}]/u) >= plain.length;
}

/** `|name|`, `|a, name: T|` of a closure that is open. */
function closureType(
  name: string,
  at: number,
  before: string,
  plain: string,
  scope: Scope,
  infer: Infer,
): string | undefined {
  const front = /(?<=[(,=]\s*(?:move\s+)?)\|([^|;{}]*)$/u.exec(plain.slice(Math.max(0, at - LONGEST_ARM), at));
  if (front === null) return undefined;
  const close = plain.indexOf('|', at);
  if (close < 0 || close - at > LONGEST_ARM || /[;{}]/u.test(plain.slice(at, close))) return undefined;
  const start = at - (front[1] ?? '').length;
  if (!isArmOpenIn(plain, close + 1)) return undefined;
  const list = before.slice(start, close);
  const position = piecesOutside(list, ',').findIndex(({ start: from, end }) => start + from <= at && at < start + end);
  const piece = splitOutside(list, ',')[position] ?? '';
  const colon = piece.indexOf(':');
  if (colon >= 0 && piece[colon + 1] !== ':')
    return matched(name, piece.slice(0, colon), typeInCode(piece.slice(colon + 1), scope), scope);
  const call = /\.\s*[\p{L}_][\p{L}\p{N}_]*\s*\(\s*(?:move\s+)?$/u.exec(
    plain.slice(Math.max(0, start - 1 - LONGEST_ARM), start - 1),
  );
  if (call === null || position !== 0) return '';
  const end = start - 1 - call[0].length;
  const receiver = before.slice(receiverStart(before.slice(0, end), SYNTAX), end);
  const around = deeper(scope, before.slice(0, end - receiver.length));
  const whole = infer(receiver.trim(), around);
  const item = alternatives(whole).map(
    (part) => takenOut(part, 'Some', scope) || takenOut(part, 'Ok', scope) || element(part, scope),
  );
  return matched(name, piece, union(item), scope);
}

function isArmOpenIn(plain: string, from: number): boolean {
  return outside(plain, from, /[,;)\]}]/u) >= plain.length;
}

/** `name: T` in the parameters of a function whose body is open. */
function paramType(from: number, at: number, before: string, plain: string, scope: Scope): string | undefined {
  if (!/^\s*:(?!:)/u.test(plain.slice(from, from + 10))) return undefined;
  const open = openBracket(plain, at);
  if (open < 0) return undefined;
  const close = closingAt(plain, open);
  const head = plain.slice(Math.max(0, open - LONGEST_LIST), open);
  if (close >= plain.length || !/\bfn\s+[\p{L}_][\p{L}\p{N}_]*\s*(?:<[\s\S]*>)?\s*$/u.test(head)) return undefined;
  const body = outside(plain, close + 1, /[{;]/u, false);
  if (plain[body] !== '{' || closingAt(plain, body) < plain.length) return undefined;
  const known = scope.params.find((one) => one.name === before.slice(at, from))?.type;
  if (known !== undefined) return known;
  const end = outside(plain, from, /[,)]/u);
  return typeInCode(before.slice(plain.indexOf(':', from) + 1, end), scope);
}

function openBracket(plain: string, end: number): number {
  return opener(plain, end, '(');
}

function openBrace(plain: string, end: number): number {
  let at = opener(plain, end, '{');
  // Out of the pattern itself.
  for (let hops = 0; at >= 0 && hops < 3; hops++) {
    if (/\bmatch\s+[^;{}]*$/u.test(plain.slice(Math.max(0, at - LONGEST_LIST), at))) return at;
    at = opener(plain, at, '{');
  }
  return -1;
}

/** Index of the innermost bracket of that kind that is open at `end`. */
function opener(plain: string, end: number, bracket: string): number {
  let depth = 0;
  for (let at = end - 1; at >= 0; at--) {
    const character = plain[at] ?? '';
    if (')]}'.includes(character)) depth++;
    else if ('([{'.includes(character)) {
      if (depth > 0) depth--;
      else if (character === bracket) return at;
      else if (bracket === '(') return -1;
    }
  }
  return -1;
}

/** What a name in a pattern is of a value of that type: `Some(name)`, `(a, name)`, `&name`, `Order { name, .. }`, `name @ …`. */
function matched(name: string, pattern: string, type: string, scope: Scope): string {
  const text = pattern
    .trim()
    .replace(/^(?:(?:&|ref\b|mut\b|box\b)\s*)+/u, '')
    .replace(/,\s*$/u, '');
  if (text === name || new RegExp(`^${name}\\s*@`, 'u').test(text)) return type;
  for (const one of splitOutside(text, '|')) {
    if (one !== text && new RegExp(`\\b${name}\\b`, 'u').test(one)) return matched(name, one, type, scope);
  }
  const group = /^((?:[\p{L}_][\p{L}\p{N}_]*::)*[\p{L}_]?[\p{L}\p{N}_]*)\s*([({[])/u.exec(text);
  if (group === null) return '';
  const [head = '', path = '', bracket = ''] = group;
  const pieces = splitOutside(text.slice(head.length, closingAt(text, head.length - 1)), ',');
  const position = pieces.findIndex((piece) =>
    new RegExp(`(?<![\\p{L}\\p{N}_:])${name}(?![\\p{L}\\p{N}_])`, 'u').test(piece),
  );
  const piece = pieces[position] ?? '';
  if (position < 0) return '';
  if (bracket === '{') {
    const [, key = name, inner = name] = /^([\p{L}_][\p{L}\p{N}_]*)\s*(?::\s*([\s\S]+))?$/u.exec(piece) ?? [];
    return matched(name, inner, fieldType(path, key, type, scope), scope);
  }
  if (bracket === '[') return matched(name, piece, element(type, scope), scope);
  if (path === '')
    return matched(name, piece, union(alternatives(type).map((part) => indexed(part, String(position), scope))), scope);
  const word = path.replace(/^.*::/u, '');
  const taken = /^(?:Some|Ok|Err)$/u.test(word) ? takenOut(type, word, scope) : caseField(path, position, scope);
  return matched(name, piece, taken, scope);
}

/** `Order { name }`, `Status::Named { name }`. */
function fieldType(path: string, key: string, type: string, scope: Scope): string {
  const signature = signatureOf(path, scope);
  const inside = /\{([\s\S]*)\}/u.exec(signature)?.[1];
  if (inside !== undefined) {
    const field = splitOutside(inside, ',', true).find((one) => one.startsWith(`${key}:`));
    return field === undefined ? '' : typeInCode(field.slice(key.length + 1), scope);
  }
  const found =
    scope.project.type(namedType(typeInCode(path, scope))?.name ?? '') ??
    scope.project.type(namedType(type)?.name ?? '');
  const member = found && scope.project.membersOf(found).find(({ declaration }) => declaration.name === key);
  return member?.declaration.type ?? '';
}

/** `Status::Closed(name)`, `Pair(name, _)`: by the signature of the case. */
function caseField(path: string, position: number, scope: Scope): string {
  const inside = /\(([\s\S]*)\)\s*$/u.exec(signatureOf(path, scope))?.[1] ?? '';
  const field = splitOutside(inside, ',', true)[position] ?? '';
  return typeInCode(field.replace(/^pub(?:\([^)]*\))?\s+/u, ''), scope);
}

function signatureOf(path: string, scope: Scope): string {
  const cut = path.lastIndexOf('::');
  const holder = cut < 0 ? path : path.slice(0, cut);
  const type = holder === 'Self' ? ownType(scope) : typeInCode(holder, scope);
  const found = scope.project.type(namedType(type)?.name ?? '');
  if (found === undefined) return '';
  if (cut < 0) return found.declaration.signature;
  const name = path.slice(cut + 2);
  const member = scope.project.membersOf(found).find(({ declaration }) => declaration.name === name);
  return member?.declaration.signature ?? '';
}

/** The brace of the block that a head begins, behind its value. */
function blockAfter(plain: string, from: number): number {
  const at = outside(plain, from, /(?<=[\s)\]])\{|;/u);
  return plain[at] === '{' ? at : -1;
}

/** `if let A = b && …` */
function headEnd(plain: string, from: number, open: number): number {
  return Math.min(open, outside(plain, from, /&&/u));
}

function statementEnd(plain: string, from: number): number {
  for (let at = from; at < plain.length; at++) {
    const character = plain[at] ?? '';
    if ('([{'.includes(character)) at = closingAt(plain, at);
    else if (character === ';' || ')]}'.includes(character)) return at;
  }
  return plain.length;
}

/** UTF-16 offset of the first match that stands outside of brackets; the text's length where there is none. */
export function outside(plain: string, start: number, pattern: RegExp, skipsBraces = true): number {
  const sticky = new RegExp(pattern.source, 'uy');
  for (let at = start; at < plain.length; at++) {
    sticky.lastIndex = at;
    if (sticky.test(plain)) return at;
    if ((skipsBraces ? '([{' : '([').includes(plain[at] ?? ' ')) at = closingAt(plain, at);
  }
  return plain.length;
}

/** What a name stands for in its file: a type, a module, a value. */
function fileValue(name: string, scope: Scope, infer: Infer): string {
  if (!(scope.project instanceof ModuleView)) return '';
  const found = scope.project.value(scope.path, name) ?? scope.project.type(scope.project.typeIn(scope.path, name));
  if (found === undefined) return '';
  const { kind, type } = found.declaration;
  const itself = typeOfValue(found);
  if (itself !== '') return itself;
  if (kind === 'trait' || kind === 'type')
    return asClass(type !== undefined && kind === 'type' ? type : found.declaration.qualified);
  return kind === 'function' || scope.depth <= 1 ? '' : infer.declared(found, deeper(scope));
}
