/** What the heads of Go say, as text: imports, receivers, parameters, results, fields. Knows no declarations. */
import type { Import, Param, Visibility } from '../symbols.ts';
import { LONGEST_VALUE, param } from './pieces.ts';
import { closingAt, oneLine, splitOutside } from './split.ts';

/** Strings and comments, whichever begins first. */
export const GO_NOT_CODE =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|`[^`]*`?|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?/g;
const NAME = '[\\p{L}_][\\p{L}\\p{N}_]*';
const NAMED = new RegExp(`^(?!chan\\b|func\\b|map\\b|struct\\b|interface\\b)(${NAME})\\s+([\\s\\S]+)$`, 'u');

/** Unexported names are seen by their package only. */
export function goVisibility(name: string): Visibility | undefined {
  return /^\p{Lu}/u.test(name) ? undefined : 'protected';
}

/** The name that code calls a package by: `github.com/a/go-b/v2` → `b`, `gopkg.in/yaml.v3` → `yaml`. */
export function packageOf(path: string): string {
  const last =
    path
      .replace(/\/v\d+$/u, '')
      .split('/')
      .at(-1) ?? '';
  return last.replace(/\.v\d+$/u, '').replace(/^go-|[-.]go$/gu, '');
}

/** @param spec `alias "path"` @param row 0-based */
export function goImports(spec: string, row: number): readonly Import[] {
  const [, alias = '', from = ''] = /^\s*([\p{L}_.][\p{L}\p{N}_]*)?\s*["`]([^"`]+)["`]/u.exec(spec) ?? [];
  // `_` is there for what it does when it is loaded, `.` has no name.
  if (from === '' || alias === '_' || alias === '.') return [];
  return [{ alias: alias || packageOf(from), name: '*', from, kind: 'module', row }];
}

export interface GoFunction {
  readonly name: string;
  /** Where the name begins, in the head. */
  readonly nameAt: number;
  /** The type that it is a method of, without `*` and type arguments; '' for none. */
  readonly receiver: string;
  readonly templates: readonly string[];
  readonly bounds: readonly string[];
  readonly params: readonly Param[];
  /** One type, or `(A, B)`. */
  readonly type: string;
}

/** @param head `func (r *T) Name(a int) error`, or `Name(a int) error` in an interface, without its body */
export function goFunction(head: string): GoFunction | undefined {
  const start = /^\s*func\s*/u.exec(head)?.[0].length ?? 0;
  const isMethod = start > 0 && head[start] === '(';
  const receiverEnd = isMethod ? closingAt(head, start) : start;
  const name = new RegExp(`^${isMethod ? '\\)' : ''}\\s*(${NAME})`, 'u').exec(head.slice(receiverEnd));
  if (name === null) return undefined;
  let at = receiverEnd + name[0].length;
  const generics = head[at] === '[' ? head.slice(at, closingAt(head, at) + 1) : '';
  at += generics.length;
  if (head[at] !== '(') return undefined;
  const close = closingAt(head, at);
  return {
    name: name[1] ?? '',
    nameAt: receiverEnd + name[0].length - (name[1] ?? '').length,
    receiver: isMethod ? receiverType(head.slice(start + 1, receiverEnd)) : '',
    ...goTemplates(generics),
    params: goParams(head.slice(at + 1, close)),
    type: resultOf(head.slice(close + 1)),
  };
}

function receiverType(text: string): string {
  return /([\p{L}_][\p{L}\p{N}_]*)\s*(?:\[[^\]]*\])?\s*$/u.exec(text)?.[1] ?? '';
}

/** @param list `[K comparable, V any]` */
export function goTemplates(list: string): Pick<GoFunction, 'templates' | 'bounds'> {
  const found = named(splitOutside(list.replace(/^\[|\]$/gu, ''), ','));
  return {
    templates: found.map(({ name }) => name),
    bounds: found.map(({ type }) => (type === 'any' ? '' : oneLine(type, LONGEST_VALUE))),
  };
}

function goParams(list: string): readonly Param[] {
  return named(splitOutside(list, ',')).map(({ name, type }) => {
    const isVariadic = type.startsWith('...');
    return param(name, oneLine(type.replace(/^\.\.\.\s*/u, ''), LONGEST_VALUE), false, isVariadic);
  });
}

/** `a, b int` → both are `int`. Where none has a name, all are types. */
function named(parts: readonly string[]): readonly { readonly name: string; readonly type: string }[] {
  const found = parts.map((part) => NAMED.exec(part));
  if (found.every((one) => one === null)) return parts.map((type) => ({ name: '_', type }));
  let type = '';
  const backwards = parts.toReversed().map((part, at) => {
    const one = found[found.length - 1 - at];
    type = one?.[2] ?? type;
    return { name: one?.[1] ?? part, type };
  });
  return backwards.toReversed();
}

/** `(n int, err error)` → `(int, error)`. */
function resultOf(text: string): string {
  const result = oneLine(text, LONGEST_VALUE);
  if (!result.startsWith('(')) return result.replace(/\s*\{$/u, '');
  const parts = splitOutside(result.slice(1, closingAt(result, 0)), ',');
  const types = named(parts).map(({ type }) => type);
  return types.length === 1 ? (types[0] ?? '') : `(${types.join(', ')})`;
}

export interface GoValues {
  readonly names: readonly string[];
  /** As written; '' for none. */
  readonly type: string;
  readonly value: string;
}

/** A field, or a constant or variable: `A, B int = 1, 2`. `undefined` for an embedded type. @param text without comments and tags */
export function goValues(text: string): GoValues | undefined {
  const equals = text.indexOf('=');
  const front = (equals < 0 ? text : text.slice(0, equals)).trim();
  const names = new RegExp(`^${NAME}(?:\\s*,\\s*${NAME})*`, 'u').exec(front)?.[0] ?? '';
  const rest = front.slice(names.length);
  // `T`, `pkg.T`, `T[int]`: nothing stands between a name and what it is.
  if (names === '' || (equals < 0 && !/^\s+\S/u.test(rest))) return undefined;
  return {
    names: names.split(/\s*,\s*/u),
    type: oneLine(rest, LONGEST_VALUE),
    value: equals < 0 ? '' : text.slice(equals + 1).trim(),
  };
}

/** `*pkg.Base[T]` → `pkg.Base`, which is what an embedded field inherits from. */
export function embeddedType(text: string): string {
  return /^\*?\s*([\p{L}_][\p{L}\p{N}_.]*)/u.exec(text.trim())?.[1] ?? '';
}
