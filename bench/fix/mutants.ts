/** Faults that people make, put into real code: each kind is one edit of one line or a few. Knows languages by regular expressions only; whether a fault is one, a server says. */
import { shuffled } from '../retrieval/random.ts';

export interface Mutant {
  readonly kind: string;
  readonly text: string;
  /** 0-based row of the edit. */
  readonly row: number;
}

type Random = () => number;
/** What stands in place of a match; `undefined`: nothing can be done there. */
type Change = (match: RegExpExecArray, random: Random) => string | undefined;

interface Kind {
  readonly name: string;
  /** What may be mutated; its first group, where it has one, is what changes. */
  readonly at: RegExp;
  readonly change: Change;
}

const COMMENT = /^\s*(?:\/\/|#(?!\[)|\*|\/\*|"""|''')/u;

/** A letter doubled, lost, swapped with its neighbour, or another one. */
const typo: Change = ([, name = ''], random) => {
  if (name.length < 4) return undefined;
  const at = 1 + Math.floor(random() * (name.length - 2));
  const [a = '', b = ''] = [name[at], name[at + 1]];
  const ways = [
    name.slice(0, at) + name.slice(at + 1),
    name.slice(0, at) + a + name.slice(at),
    name.slice(0, at) + b + a + name.slice(at + 2),
    `${name.slice(0, at)}x${name.slice(at + 1)}`,
  ];
  const made = ways[Math.floor(random() * ways.length)];
  return made === name ? undefined : made;
};
const gone: Change = () => '';
const to =
  (text: string): Change =>
  () =>
    text;
/** Brackets and quotes of a piece of a list are its own: a comma in a string or in an array separates no arguments. */
function isWhole(piece: string): boolean {
  const bare = piece.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`/gu, '');
  let depth = 0;
  for (const sign of bare) {
    if ('([{'.includes(sign)) depth++;
    else if (')]}'.includes(sign) && --depth < 0) return false;
  }
  return depth === 0 && !/["'`]/u.test(bare);
}

/** `a: A` is a parameter. */
const DECLARED = /^[\w$]+\??: /u;

/** Two arguments. */
const swap: Change = ([, list = '']) => {
  const parts = list.split(', ');
  if (parts.some((part) => DECLARED.test(part))) return undefined;
  return parts.length === 2 && parts[0] !== parts[1] && parts.every(isWhole) ? `${parts[1]}, ${parts[0]}` : undefined;
};
const dropLast: Change = ([, list = '']) => {
  const end = list.lastIndexOf(', ');
  if (DECLARED.test(list)) return undefined;
  return isWhole(list.slice(0, end)) && isWhole(list.slice(end + 2)) ? list.slice(0, end) : undefined;
};

const PHP: readonly Kind[] = [
  { name: 'typo of a variable', at: /(?<=[=(,.] ?\$)([a-zA-Z]\w{3,})\b(?!->)/gu, change: typo },
  { name: 'typo of a method', at: /(?<=->)([a-zA-Z]\w{3,})(?=\()/gu, change: typo },
  { name: 'typo of a property', at: /(?<=\$this->)([a-zA-Z]\w{3,})\b(?!\()/gu, change: typo },
  { name: 'typo of a class', at: /(?<=\bnew )([A-Z]\w{3,})\b/gu, change: typo },
  { name: 'typo of a function', at: /(?<=[ (!])([a-z][a-z_]{3,})(?=\(\$)/gu, change: typo },
  { name: 'typo of a class constant', at: /(?<=(?:self|static|[A-Z]\w+)::)([A-Z][A-Z_]{3,})\b/gu, change: typo },
  { name: 'typo of a static method', at: /(?<=(?:self|static|[A-Z]\w+)::)([a-z]\w{3,})(?=\()/gu, change: typo },
  { name: 'missing use', at: /^use [\w\\]+;\n/gmu, change: gone },
  { name: 'missing semicolon', at: /;(?=\n)/gu, change: gone },
  { name: 'missing )', at: /\)(?=;\n)/gu, change: gone },
  { name: 'missing }', at: /^ {8,}\}\n/gmu, change: gone },
  { name: 'surplus }', at: /^( {8,})\}\n/gmu, change: ([whole]) => whole + whole },
  { name: 'missing comma', at: /,(?= \$)/gu, change: gone },
  { name: '= for ===', at: /(?<=if \([^\n]{0,60})===(?=[^\n]*\) \{)/gu, change: to('=') },
  { name: 'missing $this->', at: /(\$this->)(?=\w+\()/gu, change: gone },
  { name: 'surplus static', at: /(?<=^ {4}(?:public|protected|private) )(?=function [a-z])/gmu, change: to('static ') },
  { name: ':: for ->', at: /(?<=\$this)->(?=\w+\()/gu, change: to('::') },
  { name: 'swapped arguments', at: /(?<=->\w+\()([^()\n,]+, [^()\n,]+)(?=\))/gu, change: swap },
  { name: 'missing argument', at: /(?<=(?:->|::)\w+\()([^()\n]+, [^()\n,]+)(?=\))/gu, change: dropLast },
  { name: 'missing return', at: /^ {8}return [^\n]*;\n(?= {4}\})/gmu, change: gone },
];

const SCRIPT: readonly Kind[] = [
  { name: 'typo of a name', at: /(?<=[=(,] ?)([a-zA-Z]\w{3,})\b(?=[),;.])/gu, change: typo },
  { name: 'typo of a member', at: /(?<=\w\.)([a-zA-Z]\w{3,})\b/gu, change: typo },
  { name: 'typo of a call', at: /(?<=[ (!])([a-z]\w{3,})(?=\()/gu, change: typo },
  { name: 'missing import', at: /^import [^\n]*;\n/gmu, change: gone },
  { name: 'missing )', at: /\)(?=;\n)/gu, change: gone },
  { name: 'missing }', at: /^ {2,}\}\n/gmu, change: gone },
  { name: 'missing comma', at: /,(?= \w)/gu, change: gone },
  { name: 'missing this.', at: /(this\.)(?=\w+\()/gu, change: gone },
  { name: 'swapped arguments', at: /(?<=\w\()([^()\n,]+, [^()\n,]+)(?=\))/gu, change: swap },
  { name: 'missing argument', at: /(?<=\w\()([^()\n]+, [^()\n,]+)(?=\);)/gu, change: dropLast },
];

const PYTHON: readonly Kind[] = [
  { name: 'typo of a name', at: /(?<=[=(,] ?)([a-zA-Z]\w{3,})\b(?=[),.\n])/gu, change: typo },
  { name: 'typo of a member', at: /(?<=self\.)([a-zA-Z]\w{3,})\b/gu, change: typo },
  { name: 'typo of a call', at: /(?<=[ (])([a-z]\w{3,})(?=\()/gu, change: typo },
  { name: 'missing import', at: /^(?:from \S+ import \w+|import \w+)\n/gmu, change: gone },
  { name: 'missing )', at: /\)(?=\n)/gu, change: gone },
  { name: 'missing :', at: /:(?=\n)/gu, change: gone },
  { name: 'missing self.', at: /(self\.)(?=\w+\()/gu, change: gone },
];

export const KINDS: Readonly<Record<string, readonly Kind[]>> = { php: PHP, typescript: SCRIPT, python: PYTHON };

/** One fault of a kind in a text, at a random place; `undefined` where it has none. */
export function mutate(kind: Kind, text: string, random: Random): Mutant | undefined {
  for (const match of shuffled([...text.matchAll(kind.at)], random)) {
    const row = text.slice(0, match.index).split('\n').length - 1;
    if (COMMENT.test(text.split('\n')[row] ?? '')) continue;
    const made = kind.change(match, random);
    if (made === undefined) continue;
    const mutated = text.slice(0, match.index) + made + text.slice(match.index + match[0].length);
    if (mutated !== text) return { kind: kind.name, text: mutated, row };
  }
  return undefined;
}
