/** Takes the heads of Rust's declarations apart: generics, parameters, `use` trees, the two sides of an `impl`. Text only; no nodes, no offsets kept. */
import type { Import, Param } from '../symbols.ts';
import { param, pieces } from './pieces.ts';
import { oneLine, splitOutside } from './split.ts';

/** Comments, strings (raw ones as well) and characters, whichever begins first; `'a` without a quote behind it is a lifetime. */
export const RUST_NOT_CODE =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\bb?r(#*)"[\s\S]*?(?:"\1|$)|"(?:[^"\\]|\\[\s\S])*(?:"|$)|'(?:\\[^\n]{1,10}?|[^'\\\n])'/gu;

const LIFETIME = /'[\p{L}_][\p{L}\p{N}_]*(?!')\s*/gu;
/** What is left of generics that were lifetimes. */
const NO_GENERICS = /<\s*>/gu;
const LEFT_COMMA = /<\s*,\s*/gu;
const WORD = /^[\p{L}_][\p{L}\p{N}_]*/u;
const LONGEST_TYPE = 200;

/** What stands between `<` and its `>` at the beginning of `text`, and the rest. */
function generics(text: string): { readonly inner: string; readonly rest: string } {
  if (!text.startsWith('<')) return { inner: '', rest: text };
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '<') depth++;
    else if (text[at] === '>' && text[at - 1] !== '-' && text[at - 1] !== '=' && --depth === 0)
      return { inner: text.slice(1, at), rest: text.slice(at + 1) };
  }
  return { inner: text.slice(1), rest: '' };
}

/** A type without its lifetimes, which say nothing of its members. */
function timeless(text: string): string {
  return text.replace(LIFETIME, '').replace(NO_GENERICS, '').replace(LEFT_COMMA, '<');
}

export interface Generics {
  readonly templates: readonly string[];
  /** In the same order; '' for anything. */
  readonly bounds: readonly string[];
}

function templatesOf(inner: string): Generics {
  const all = splitOutside(timeless(inner), ',', true)
    .filter((piece) => !/^(?:const\b|:|\+)/u.test(piece))
    .map(pieces)
    .filter(({ name }) => WORD.test(name));
  return { templates: all.map(({ name }) => name), bounds: all.map(({ type }) => oneLine(type, LONGEST_TYPE)) };
}

export interface Head extends Generics {
  readonly name: string;
  /** UTF-16 offset of the name in the head. */
  readonly nameAt: number;
  /** Behind the name and its generics. */
  readonly rest: string;
}

/** The head of what begins with one of `words` (`struct`, `fn`); `undefined` where no name follows. */
export function headOf(head: string, words: string): Head | undefined {
  const match = new RegExp(String.raw`\b(?:${words})\s+(?:r#)?([\p{L}_][\p{L}\p{N}_]*)\s*`, 'u').exec(head);
  const name = match?.[1];
  if (match === null || name === undefined) return undefined;
  const { inner, rest } = generics(head.slice(match.index + match[0].length));
  return { name, nameAt: match.index + match[0].lastIndexOf(name), rest, ...templatesOf(inner) };
}

export interface Called {
  readonly params: readonly Param[];
  readonly type: string;
  /** It is called with an object: `&self`. */
  readonly hasSelf: boolean;
}

/** @param rest of a function's head behind its name: `(&self, a: u8) -> T where …` */
export function calledWith(rest: string): Called {
  const text = timeless(rest).trimStart();
  let depth = 0;
  let end = 0;
  for (; end < text.length; end++) {
    if (text[end] === '(') depth++;
    else if (text[end] === ')' && --depth === 0) break;
  }
  const all = splitOutside(text.slice(1, end), ',', true).map((piece) => piece.replace(/^(?:#\[[^\]]*\]\s*)+/u, ''));
  const isSelf = (piece: string): boolean => /^(?:&\s*)?(?:mut\s+)?self\b/u.test(piece);
  const type = /^\)\s*->\s*([\s\S]*?)\s*(?:\bwhere\b[\s\S]*)?$/u.exec(text.slice(end))?.[1] ?? '';
  return {
    params: all
      .filter((piece) => !isSelf(piece))
      .map(pieces)
      .map(({ name, type: of }) => param(name.replace(/^mut\s+/u, ''), oneLine(of, LONGEST_TYPE), false, false)),
    type: oneLine(type.replace(/;\s*$/u, ''), LONGEST_TYPE),
    hasSelf: all.some(isSelf),
  };
}

/** `Trait for Type`: names without paths and generics; `trait` is '' in an `impl` of the type itself. */
export function implOf(head: string): { readonly trait: string; readonly type: string } {
  const text = timeless(head).replace(/^[\s\S]*?\bimpl\b\s*/u, '');
  const [named = ''] = generics(text)
    .rest.replace(/\s+/gu, ' ')
    .split(/\bwhere\b/u);
  const at = / for (?!<)/u.exec(named);
  return at === null
    ? { trait: '', type: lastName(named.trim()) }
    : {
        trait: lastName(named.slice(0, at.index).trim().replace(/^!/u, '')),
        type: lastName(named.slice(at.index + at[0].length).trim()),
      };
}

/** `crate::a::Order<T>` → `Order`. */
function lastName(path: string): string {
  const bare = path.replace(/^(?:&|\bmut\b|\bdyn\b|\s|\()+/u, '').replace(/<[\s\S]*$/u, '');
  return /([\p{L}_][\p{L}\p{N}_]*)\s*\)?$/u.exec(bare)?.[1] ?? '';
}

/** `: Debug + Clone<T>` → names of what a trait asks for as well. */
export function parentsOf(rest: string): readonly string[] {
  const list = /^\s*:([\s\S]*?)(?:\bwhere\b[\s\S]*)?$/u.exec(timeless(rest))?.[1] ?? '';
  return splitOutside(list, '+', true)
    .map((piece) => oneLine(piece.replace(/^\?/u, ''), LONGEST_TYPE))
    .filter((piece) => WORD.test(piece));
}

/** What `use a::{b, C as D, *};`, or `extern crate a as b;`, brings in. @param row 0-based */
export function rustImports(text: string, row: number): readonly Import[] {
  const crate = /\bextern\s+crate\s+([\p{L}_][\p{L}\p{N}_]*)(?:\s+as\s+([\p{L}_][\p{L}\p{N}_]*))?/u.exec(text);
  if (crate !== null) {
    const [, name = '', alias = name] = crate;
    return [{ alias, name: '*', from: name, kind: 'module', row }];
  }
  const tree = text.replace(/^[\s\S]*?\buse\b/u, '').replace(/;\s*$/u, '');
  return branch(tree, '', row);
}

function branch(tree: string, above: string, row: number): readonly Import[] {
  const brace = tree.indexOf('{');
  if (brace >= 0) {
    const from = joined(above, tree.slice(0, brace).replace(/::\s*$/u, ''));
    return splitOutside(tree.slice(brace + 1, tree.lastIndexOf('}')), ',').flatMap((piece) => branch(piece, from, row));
  }
  const [path = '', as] = tree.trim().split(/\s+as\s+/u);
  const steps = joined(above, path).split('::');
  const last = steps.pop() ?? '';
  // `a::{self}` is `a`.
  const name = last === 'self' ? (steps.pop() ?? '') : last;
  if (name === '') return [];
  const kind = name === '*' || /^\p{Ll}/u.test(name) ? 'module' : /^[\p{Lu}\d_]{2,}$/u.test(name) ? 'constant' : 'type';
  return [{ alias: as?.trim() ?? name, name, from: steps.join('::'), kind, row }];
}

function joined(above: string, path: string): string {
  const own = path.replace(/\s+/gu, '').replace(/^::/u, '');
  return above === '' ? own : own === '' ? above : `${above}::${own}`;
}
