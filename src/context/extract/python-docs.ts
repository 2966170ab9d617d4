/** The types that docstrings tell, in the notations of Sphinx and Google, where annotations don't. Reads nothing else of their text. */
import { LONGEST_VALUE } from './pieces.ts';
import { pythonType } from './python-text.ts';

export interface PythonDoc {
  /** Types by the names of parameters. */
  readonly params: ReadonlyMap<string, string>;
  /** '' where it isn't told. */
  readonly returns: string;
}

const NONE: PythonDoc = { params: new Map(), returns: '' };
/** Longer docstrings are read so far, in UTF-16 units. */
const LONGEST_DOC = 4000;
const DOCSTRING = /^\s*[rRuUbB]{0,2}("""|''')([\s\S]*?)\1/u;
/** `:type name: T`, `:param T name:`, `:rtype: T`. */
const SPHINX_TYPE = /^[ \t]*:(?:type[ \t]+(\w+):[ \t]*(\S.*)|param[ \t]+([^:\n]*\S)[ \t]+(\w+):)/gmu;
const SPHINX_RETURNS = /^[ \t]*:rtype:[ \t]*(\S.*)/mu;
/** `name (T, optional): …` in the block below `Args:`. */
const GOOGLE_ARGS = /^([ \t]*)(?:Args|Arguments|Parameters):[ \t]*\n((?:\1[ \t]+.*(?:\n|$)|[ \t]*\n)*)/mu;
const GOOGLE_ARG = /^[ \t]+\*{0,2}(\w+)[ \t]*\(([^()\n]+(?:\([^()\n]*\)[^()\n]*)*)\):/gmu;
const GOOGLE_RETURNS = /^([ \t]*)Returns?:[ \t]*\n\1[ \t]+([\w.[\], |]+?):(?:[ \t]|\n|$)/mu;
/** What may be a type: names, brackets, alternatives. */
const TYPE = /^[\p{L}_][\p{L}\p{N}_.[\], |'"]*$/u;

/** @param body of a function, from its first statement */
export function pythonDoc(body: string): PythonDoc {
  const text = DOCSTRING.exec(body.slice(0, LONGEST_DOC))?.[2];
  if (text === undefined || !/:(?:type|param|rtype)\b|\b(?:Args|Arguments|Parameters|Returns?):/u.test(text))
    return NONE;
  const params = new Map<string, string>();
  const tell = (name: string, written: string): void => {
    const type = typeOf(written);
    if (type !== '') params.set(name, type);
  };
  for (const [, name, type = '', before = '', last = ''] of text.matchAll(SPHINX_TYPE)) {
    if (name === undefined) tell(last, before);
    else tell(name, type);
  }
  for (const [, name = '', type = ''] of (GOOGLE_ARGS.exec(text)?.[2] ?? '').matchAll(GOOGLE_ARG)) tell(name, type);
  return { params, returns: typeOf(SPHINX_RETURNS.exec(text)?.[1] ?? GOOGLE_RETURNS.exec(text)?.[2] ?? '') };
}

/** `str, optional` → `str`; '' for prose. */
function typeOf(written: string): string {
  const text = written
    .replace(/,?\s*(?:optional|default\b.*)$/u, '')
    .replace(/:\w+:`~?([^`]*)`/gu, '$1')
    .replace(/\s+or\s+/gu, ' | ')
    .trim();
  const isType = text.length <= LONGEST_VALUE && TYPE.test(text) && !/[\p{L}_]\s+[\p{L}_]/u.test(text);
  return isType ? pythonType(text) : '';
}
