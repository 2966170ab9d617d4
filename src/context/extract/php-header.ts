/** Reads the head of a PHP declaration from its text: modifiers, parameters, types. Resolves names by the rules it is given. */
import type { Param, Visibility } from '../symbols.ts';
import type { PhpNames } from './php-names.ts';
import { closingAt, oneLine, piecesOutside, splitOutside } from './split.ts';

/** Longest signature, and longest default value in one, in UTF-16 units. */
const LONGEST_SIGNATURE = 240;
const LONGEST_DEFAULT = 40;

export interface Modifiers {
  readonly visibility?: Visibility;
  readonly isStatic?: boolean;
  readonly isAbstract?: boolean;
}

/** A parameter, and the property that it declares where it is promoted. */
export interface PhpParam extends Param {
  /** Of a promoted property. */
  readonly promoted?: Visibility;
  /** As it is written, without the default value. */
  readonly front: string;
  readonly signature: string;
  /** UTF-16 units in the head: where it begins, with its comment, and where its name does. */
  readonly start: number;
  readonly nameAt: number;
}

export interface FunctionHead {
  readonly name: string;
  /** UTF-16 units in the head. */
  readonly nameAt: number;
  readonly params: readonly PhpParam[];
  /** '' for none. */
  readonly type: string;
  readonly signature: string;
}

/** A name that a head declares. `nameAt` in UTF-16 units in the head. */
export interface Named {
  readonly name: string;
  readonly nameAt: number;
}

const NAME = String.raw`[\w\u0080-\uffff]+`;
const MODIFIERS = /^\s*(?:(?:public|protected|private|static|abstract|final|readonly|var|const)(?:\(set\))?\s+)*/iu;

export function modifiersOf(head: string): Modifiers {
  const words = (MODIFIERS.exec(head)?.[0] ?? '').toLowerCase();
  const visibility = /\b(?:protected|private)\b(?!\(set\))/u.exec(words)?.[0];
  return {
    ...(visibility === 'protected' || visibility === 'private' ? { visibility } : {}),
    ...(/\bstatic\b/u.test(words) ? { isStatic: true } : {}),
    ...(/\babstract\b/u.test(words) ? { isAbstract: true } : {}),
  };
}

const FUNCTION = new RegExp(`\\bfunction\\s*&?\\s*(${NAME})\\s*\\(`, 'iu');

/**
 * @param head from the first modifier to the body
 * @param isDoc whether types may have angle brackets, as in a comment
 */
export function functionHead(
  head: string,
  names: PhpNames,
  templates: ReadonlySet<string>,
  isDoc = false,
): FunctionHead | undefined {
  const start = FUNCTION.exec(head);
  const name = start?.[1];
  if (start === null || name === undefined) return undefined;
  const open = start.index + start[0].length - 1;
  const close = closingAt(head, open);
  const list = head.slice(open + 1, close);
  const params = piecesOutside(list, ',', isDoc).flatMap((piece) => {
    const param = paramOf(list.slice(piece.start, piece.end), names, templates);
    const at = open + 1 + piece.start;
    return param === undefined ? [] : [{ ...param, start: at, nameAt: at + param.nameAt }];
  });
  const written = /^\s*:\s*([^;{]+)/u.exec(head.slice(close + 1))?.[1]?.trim() ?? '';
  const front = head.slice(0, open).replace(/\s+/gu, ' ').trim();
  const shown = params.map(({ signature }) => signature).join(', ');
  return {
    name,
    nameAt: start.index + start[0].lastIndexOf(name),
    params,
    type: written === '' ? '' : names.typeText(written, templates),
    signature: oneLine(`${front}(${shown})${written === '' ? '' : `: ${written}`}`, LONGEST_SIGNATURE),
  };
}

const VARIABLE = new RegExp(`^\\$${NAME}`, 'u');
const PROMOTED = /\b(?:public|protected|private|readonly)\b/iu;

/** `Order &...` → type, `&`, `...`. */
function marksOf(text: string): readonly [before: string, reference: string, variadic: string] {
  const whole = text.trim();
  const variadic = whole.endsWith('...') ? '...' : '';
  const front = whole.slice(0, whole.length - variadic.length).trimEnd();
  const reference = front.endsWith('&') ? '&' : '';
  return [front.slice(0, front.length - reference.length).trimEnd(), reference, variadic];
}

/** A promoted property may have hooks behind its value. */
function withoutHooks(text: string): string {
  const open = text.endsWith('}') ? text.indexOf('{') : -1;
  return (open < 0 ? text : text.slice(0, open)).trim();
}

/** Offsets in `text`. */
function paramOf(text: string, names: PhpNames, templates: ReadonlySet<string>): Omit<PhpParam, 'start'> | undefined {
  const nameAt = text.indexOf('$');
  const name = VARIABLE.exec(nameAt < 0 ? '' : text.slice(nameAt))?.[0];
  if (name === undefined) return undefined;
  const [before, reference, variadic] = marksOf(text.slice(0, nameAt));
  const modifiers = PROMOTED.test(before) ? (MODIFIERS.exec(`${before} `)?.[0] ?? '') : '';
  const written = before.slice(modifiers.length);
  const rest = text.slice(nameAt + name.length).trim();
  const fallback = rest.startsWith('=') ? withoutHooks(rest.slice(1)) : undefined;
  const front = `${modifiers.replace(/\s+/gu, ' ')}${written === '' ? '' : `${written} `}${reference}${variadic}${name}`;
  return {
    name,
    nameAt,
    ...(written === '' ? {} : { type: names.typeText(written, templates) }),
    ...(fallback === undefined && variadic === '' ? {} : { isOptional: true }),
    ...(variadic === '' ? {} : { isVariadic: true }),
    ...(modifiers === '' ? {} : { promoted: modifiersOf(modifiers).visibility ?? 'public' }),
    front,
    signature: fallback === undefined ? front : `${front} = ${oneLine(fallback, LONGEST_DEFAULT)}`,
  };
}

const PROPERTY = new RegExp(`^(\\s*)\\$(${NAME})`, 'u');
const CONSTANT = new RegExp(`^(\\s*)(${NAME})\\s*=\\s*([\\s\\S]*)$`, 'u');
const CONSTANT_TYPE = new RegExp(`^([?\\w\\\\|&()\\u0080-\\uffff]+)\\s+(?=${NAME}\\s*=)`, 'u');

/** `private ?Repo $repo = null, $other;` → its names, the type as written, and the words in front. */
export function propertyHead(
  head: string,
): { readonly names: readonly Named[]; readonly type: string; readonly front: string } | undefined {
  const front = MODIFIERS.exec(head)?.[0] ?? '';
  const first = head.indexOf('$', front.length);
  if (first < 0) return undefined;
  const list = head.slice(first);
  const names = piecesOutside(list, ',').flatMap(({ start, end }) => {
    const match = PROPERTY.exec(list.slice(start, end));
    return match === null ? [] : [{ name: match[2] ?? '', nameAt: first + start + (match[1] ?? '').length }];
  });
  return { names, type: head.slice(front.length, first).trim(), front: front.replace(/\s+/gu, ' ').trim() };
}

/** `final public const string A = 1, B = 2;` → names with their values, type, words in front. */
export function constantHead(head: string): {
  readonly entries: readonly (Named & { readonly value: string })[];
  readonly type: string;
  readonly front: string;
} {
  const front = /^[\s\S]*?\bconst\s+/iu.exec(head)?.[0] ?? '';
  const typed = CONSTANT_TYPE.exec(head.slice(front.length));
  const first = front.length + (typed?.[0].length ?? 0);
  const list = head.slice(first).replace(/;\s*$/u, '');
  const entries = piecesOutside(list, ',').flatMap(({ start, end }) => {
    const match = CONSTANT.exec(list.slice(start, end));
    if (match === null) return [];
    const [, blank = '', name = '', value = ''] = match;
    return [{ name, nameAt: first + start + blank.length, value: oneLine(value, LONGEST_DEFAULT) }];
  });
  return { entries, type: typed?.[1] ?? '', front: front.replace(/\s+/gu, ' ').trim() };
}

const KIND = new RegExp(`\\b(?:class|interface|trait|enum)\\s+(?!extends\\b|implements\\b)(${NAME})`, 'iu');
const BACKING = new RegExp(`\\benum\\s+${NAME}\\s*:\\s*(\\w+)`, 'iu');

/** `final class Order extends Model implements A, B` → the lists of names as written; `backing` of an enum, '' for none. */
export function typeHead(head: string): {
  readonly name: string;
  readonly nameAt: number;
  readonly parents: readonly string[];
  readonly interfaces: readonly string[];
  readonly backing: string;
} {
  const kind = KIND.exec(head);
  const name = kind?.[1] ?? '';
  const parents = /\bextends\s+([\w\\\s,\u0080-\uffff]+?)(?=\bimplements\b|\{|$)/iu.exec(head)?.[1] ?? '';
  const interfaces = /\bimplements\s+([\w\\\s,\u0080-\uffff]+?)(?=\{|$)/iu.exec(head)?.[1] ?? '';
  return {
    name,
    nameAt: kind === null ? 0 : kind.index + kind[0].length - name.length,
    parents: splitOutside(parents, ','),
    interfaces: splitOutside(interfaces, ','),
    backing: BACKING.exec(head)?.[1] ?? '',
  };
}

export function signatureOf(...words: readonly string[]): string {
  return oneLine(words.filter((word) => word !== '').join(' '), LONGEST_SIGNATURE);
}
