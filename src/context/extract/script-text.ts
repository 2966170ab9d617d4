/** What the heads, comments and decorators of TypeScript and JavaScript say, as text. Knows no declarations. */
import type { Visibility } from '../symbols.ts';
import { type Draft, given, shortSignature } from './captured.ts';
import type { DocTag } from './docblock.ts';
import { LONGEST_VALUE } from './pieces.ts';
import { closingAt, oneLine, splitOutside } from './split.ts';

const COMMENTS = /\/\*[\s\S]*?(?:\*\/|$)|(?<![:\\])\/\/[^\n]*/gu;
export const SCRIPT_STRINGS = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/gu;

export function withoutComments(text: string): string {
  // A comment's sign in a string is none.
  return text.replace(new RegExp(`${SCRIPT_STRINGS.source}|${COMMENTS.source}`, 'gu'), (found) =>
    found.startsWith('/') ? found.replace(/[^\n]/g, ' ') : found,
  );
}

export function withoutDecorators(text: string): string {
  let rest = text.trimStart();
  for (;;) {
    const match = /^@[\w$.]+\s*/u.exec(rest);
    if (match === null) return rest;
    const end = rest[match[0].length] === '(' ? closingAt(rest, match[0].length) + 1 : match[0].length;
    rest = rest.slice(end).trimStart();
  }
}

export function signatureOf(head: string): string {
  return shortSignature(
    withoutDecorators(head)
      .replace(/^(?:(?:export|default|declare)\s+)+/u, '')
      .replace(/[\s;{,=]+$/u, ''),
  );
}

export function inside(list: string): string {
  return list.startsWith('(') ? list.slice(1, list.endsWith(')') ? -1 : undefined) : list;
}

export function annotation(text: string): string {
  return oneLine(
    text.replace(/^\s*:\s*/u, '').replace(/^(?:asserts\s+)?[\w$]+\s+is\s+[\s\S]+$/u, 'boolean'),
    LONGEST_VALUE,
  );
}

/** `extends A<B>, C` → its types. */
export function heritageOf(text: string, word: 'extends' | 'implements'): readonly string[] {
  const other = word === 'extends' ? 'implements' : 'extends';
  const start = new RegExp(`(?<![\\w$])${word}\\s+`, 'u').exec(text);
  if (start === null) return [];
  const list = text.slice(start.index + start[0].length).split(new RegExp(`(?<![\\w$])${other}\\s`, 'u'))[0] ?? '';
  return splitOutside(list, ',', true)
    .map((one) => oneLine(one, LONGEST_VALUE))
    .filter((one) => /^[\p{L}_$][\p{L}\p{N}_$.]*(?:<[\s\S]*>)?$/u.test(one));
}

export function memberFlags(front: string, name: string): Partial<Draft> {
  const written = /\b(?:private|protected)\b/u.exec(front)?.[0];
  const visibility: Visibility | undefined =
    name.startsWith('#') || written === 'private' ? 'private' : written === 'protected' ? 'protected' : undefined;
  return {
    ...given('visibility', visibility),
    ...(/\bstatic\b/u.test(front) ? { isStatic: true } : {}),
    ...(/\babstract\b/u.test(front) ? { isAbstract: true } : {}),
  };
}

/** The type in the braces of the first such tag. */
export function docType(tags: readonly DocTag[], name: RegExp): string {
  const text = tags.find((tag) => name.test(tag.name))?.text ?? '';
  return bracedType(text)[0];
}

export function docParam(tags: readonly DocTag[], wanted: string): string {
  for (const { name, text } of tags) {
    if (name !== 'param') continue;
    const [type, rest] = bracedType(text);
    if (/^\[?([\w$]+)/u.exec(rest.trim())?.[1] === wanted) return type;
  }
  return '';
}

function bracedType(text: string): readonly [type: string, rest: string] {
  if (!text.startsWith('{')) return ['', text];
  const close = closingAt(text, 0);
  return [oneLine(text.slice(1, close), LONGEST_VALUE).replace(/^\.\.\.|=$/gu, ''), text.slice(close + 1)];
}
