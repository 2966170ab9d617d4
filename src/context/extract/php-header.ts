/** Reads the head of a PHP declaration from its text: modifiers, parameters, types. Resolves names by the rules it is given. */
import type { Param, Visibility } from '../symbols.ts';
import type { PhpNames } from './php-names.ts';
import { withoutComments } from './php-names.ts';
import { closingAt, oneLine, splitOutside } from './split.ts';

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
  readonly signature: string;
}

export interface FunctionHead {
  readonly name: string;
  readonly params: readonly PhpParam[];
  /** '' for none. */
  readonly type: string;
  readonly signature: string;
}

/** Text without the attributes and comments in front and inside of it. */
export function headText(text: string): string {
  let head = withoutComments(text).trim();
  while (head.startsWith('#[')) head = head.slice(closingAt(head, 1) + 1).trim();
  return head;
}

export function modifiersOf(head: string): Modifiers {
  const words =
    /^(?:(?:public|protected|private|static|abstract|final|readonly|var|const)(?:\(set\))?\s+)*/iu.exec(head)?.[0] ??
    '';
  const lower = words.toLowerCase();
  const visibility = /\b(?:protected|private)\b(?!\(set\))/u.exec(lower)?.[0];
  return {
    ...(visibility === 'protected' || visibility === 'private' ? { visibility } : {}),
    ...(/\bstatic\b/u.test(lower) ? { isStatic: true } : {}),
    ...(/\babstract\b/u.test(lower) ? { isAbstract: true } : {}),
  };
}

/** @param head from the first modifier to the body */
export function functionHead(head: string, names: PhpNames, templates: ReadonlySet<string>): FunctionHead | undefined {
  const start = /^[\s\S]*?\bfunction\s*&?\s*([\w\u0080-\uffff]+)\s*\(/iu.exec(head);
  if (start === null) return undefined;
  const open = start[0].length - 1;
  const close = closingAt(head, open);
  const params = splitOutside(head.slice(open + 1, close), ',').flatMap((text) => paramOf(text, names, templates));
  const written = /^\s*:\s*([^;{]+)/u.exec(head.slice(close + 1))?.[1]?.trim() ?? '';
  const list = params.map(({ signature }) => signature).join(', ');
  const front = head.slice(0, open).replace(/\s+/gu, ' ').trim();
  return {
    name: start[1] ?? '',
    params,
    type: written === '' ? '' : names.typeText(written, templates),
    signature: oneLine(`${front}(${list})${written === '' ? '' : `: ${written}`}`, LONGEST_SIGNATURE),
  };
}

const PARAM =
  /^((?:(?:public|protected|private|readonly|final)(?:\(set\))?\s+)*)([^$&.=]*?)\s*(&)?\s*(\.\.\.)?\s*(\$[\w\u0080-\uffff]+)\s*(?:=([\s\S]*))?$/iu;

function paramOf(text: string, names: PhpNames, templates: ReadonlySet<string>): readonly PhpParam[] {
  const match = PARAM.exec(headText(text).replace(/\s*\{[\s\S]*\}\s*$/u, ''));
  if (match === null) return [];
  const [, modifiers = '', type = '', reference = '', variadic = '', name = '', fallback] = match;
  const written = type.trim();
  const front = `${modifiers.replace(/\s+/gu, ' ')}${written === '' ? '' : `${written} `}${reference}${variadic}${name}`;
  return [
    {
      name,
      ...(written === '' ? {} : { type: names.typeText(written, templates) }),
      ...(fallback === undefined && variadic === '' ? {} : { isOptional: true }),
      ...(variadic === '' ? {} : { isVariadic: true }),
      ...(modifiers.trim() === '' ? {} : { promoted: modifiersOf(modifiers).visibility ?? 'public' }),
      signature: fallback === undefined ? front : `${front} = ${oneLine(fallback, LONGEST_DEFAULT)}`,
    },
  ];
}

/** `private ?Repo $repo = null, $other;` → its names, the type as written, and the words in front. */
export function propertyHead(
  head: string,
): { readonly names: readonly string[]; readonly type: string; readonly front: string } | undefined {
  const match =
    /^((?:(?:public|protected|private|static|readonly|final|abstract|var)(?:\(set\))?\s+)*)([^$=]*?)\s*(?=\$)/iu.exec(
      head,
    );
  if (match === null) return undefined;
  const names = splitOutside(head.slice(match[0].length).replace(/;\s*$/u, ''), ',').flatMap(
    (piece) => /^\$([\w\u0080-\uffff]+)/u.exec(piece)?.[1] ?? [],
  );
  return { names, type: (match[2] ?? '').trim(), front: (match[1] ?? '').replace(/\s+/gu, ' ').trim() };
}

/** `final public const string A = 1, B = 2;` → names with their values, type, words in front. */
export function constantHead(head: string): {
  readonly entries: readonly { readonly name: string; readonly value: string }[];
  readonly type: string;
  readonly front: string;
} {
  const match = /^((?:[\w()]+\s+)*?const)\s+/iu.exec(head);
  const body = head.slice(match?.[0].length ?? 0).replace(/;\s*$/u, '');
  const pieces = splitOutside(body, ',');
  const typed = /^([?\w\\|]+)\s+(?=[\w\u0080-\uffff]+\s*=)/u.exec(pieces[0] ?? '');
  const entries = pieces.flatMap((piece, index) => {
    const text = index === 0 && typed !== null ? piece.slice(typed[0].length) : piece;
    const entry = /^([\w\u0080-\uffff]+)\s*=\s*([\s\S]*)$/u.exec(text);
    return entry === null ? [] : [{ name: entry[1] ?? '', value: oneLine(entry[2] ?? '', LONGEST_DEFAULT) }];
  });
  return { entries, type: typed?.[1] ?? '', front: (match?.[1] ?? 'const').replace(/\s+/gu, ' ') };
}

/** `final class Order extends Model implements A, B` → the lists of names as written. */
export function typeHead(head: string): {
  readonly name: string;
  readonly parents: readonly string[];
  readonly interfaces: readonly string[];
} {
  const name = /\b(?:class|interface|trait|enum)\s+([\w\u0080-\uffff]+)/iu.exec(head)?.[1] ?? '';
  const parents = /\bextends\s+([\w\\\s,\u0080-\uffff]+?)(?=\bimplements\b|\{|$)/iu.exec(head)?.[1] ?? '';
  const interfaces = /\bimplements\s+([\w\\\s,\u0080-\uffff]+?)(?=\{|$)/iu.exec(head)?.[1] ?? '';
  return { name, parents: splitOutside(parents, ','), interfaces: splitOutside(interfaces, ',') };
}

export function signatureOf(...words: readonly string[]): string {
  return oneLine(words.filter((word) => word !== '').join(' '), LONGEST_SIGNATURE);
}
