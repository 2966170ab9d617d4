/** What the heads and decorators of Python say, as text. Knows no declarations. */
import type { Param, SymbolKind, Visibility } from '../symbols.ts';
import { LONGEST_VALUE, param, pieces } from './pieces.ts';
import { oneLine, splitOutside } from './split.ts';

/** Strings and comments, whichever begins first. */
export const PYTHON_NOT_CODE =
  /("""|''')(?:[^\\]|\\[\s\S])*?(?:\1|$)|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?|#[^\n]*/g;

/** Say nothing of what else may be there. */
export const PYTHON_TELLS_NOTHING = /^(?:None|NotImplemented|\[\]|\{\}|\(\)|\.\.\.|)$/u;

const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const ENUM = /(?:^|\.)(?:\w*Enum|\w*Flag|\w*Choices)$/u;
/** Call these, and a name for a type is made. */
const MAKES_TYPE = /^(?:\w+\.)?(?:NewType|Union|Optional|Callable|Literal|Annotated)[([]/u;
/** And these make a class. */
const MAKES_CLASS = /^(?:\w+\.)?(?:namedtuple|NamedTuple|TypedDict)\(/u;
/** A longer value is not shown, in UTF-16 units. */
const LONGEST_SHOWN_VALUE = 60;

export function isPythonName(text: string): boolean {
  return NAME.test(text);
}

/** Of a name; without an underscore in front it is public. Names like `__init__` are the language's. */
export function pythonVisibility(name: string): Visibility | undefined {
  if (/^__.*[^_]_?$/u.test(name)) return 'private';
  return name.startsWith('_') && !/^__.*__$/u.test(name) ? 'protected' : undefined;
}

/** @param bases as written */
export function pythonClassKind(bases: readonly string[]): SymbolKind {
  if (bases.some((one) => /(?:^|\.)Protocol(?:\[|$)/u.test(one))) return 'interface';
  return bases.some((one) => ENUM.test(one)) ? 'enum' : 'class';
}

/** What a name outside of classes is, by how it is written and what it gets. @param type as written */
export function pythonVariableKind(name: string, type: string, value: string): SymbolKind {
  if (/\bTypeAlias\b/u.test(type) || (/^_*\p{Lu}/u.test(name) && MAKES_TYPE.test(value))) return 'type';
  if (MAKES_CLASS.test(value)) return 'class';
  return /^_*[A-Z][A-Z0-9_]*$/u.test(name) || /\bFinal\b/u.test(type) ? 'constant' : 'variable';
}

/** A type as it is written, without the quotes around what is declared further down, and without what says that it never changes. */
export function pythonType(text: string): string {
  const type = oneLine(text.replace(/([[(])\s+/gu, '$1').replace(/,?\s+([\])])/gu, '$1'), LONGEST_VALUE).replace(
    /^(?:\w+\.)?(?:Final|ClassVar|Annotated|TypeAlias)(?:\[(.*)\])?$/u,
    '$1',
  );
  return /\bLiteral\b/u.test(type) ? type : type.replace(/(['"])([\p{L}_][\p{L}\p{N}_.[\], |]*)\1/gu, '$2');
}

/**
 * @param list with its brackets, without comments
 * @param isBound the first one is the object or the class that it is called on
 */
export function pythonParams(list: string, isBound: boolean): readonly Param[] {
  const inside = list.replace(/^\(|\)\s*$/gu, '');
  return splitOutside(inside, ',').flatMap((written, at) => {
    const { name, type, value } = pieces(written);
    const stars = /^\*+/u.exec(name)?.[0] ?? '';
    const bare = name.slice(stars.length).trim();
    if ((isBound && at === 0 && stars === '') || !isPythonName(bare)) return [];
    return [param(bare, pythonType(type), value !== '', stars !== '')];
  });
}

export interface PythonDecorators {
  /** 'property' for what is read like one; 'setter' for what belongs to one. */
  readonly role: 'property' | 'setter' | undefined;
  readonly isStatic: boolean;
  /** Its first parameter is an object or the class. */
  readonly isBound: boolean;
  readonly isAbstract: boolean;
}

/** @param text everything in front of a function that decorates it */
export function pythonDecorators(text: string): PythonDecorators {
  const has = (word: RegExp): boolean => word.test(text);
  const isProperty = has(/^\s*@(?:\w+\.)*(?:\w*[pP]roperty|hybrid_method)\b/mu);
  return {
    role: has(/^\s*@\w+\.(?:setter|deleter)\b/mu) ? 'setter' : isProperty ? 'property' : undefined,
    isStatic: has(/^\s*@(?:staticmethod|classmethod)\b/mu),
    isBound: !has(/^\s*@staticmethod\b/mu),
    isAbstract: has(/^\s*@(?:\w+\.)*abstract\w*/mu),
  };
}

/** `name: type = value`, as far as there is something to show. */
export function annotated(name: string, type: string, value = ''): string {
  const isShort = value !== '' && value.length <= LONGEST_SHOWN_VALUE;
  return `${name}${type === '' ? '' : `: ${type}`}${isShort ? ` = ${value}` : ''}`;
}
