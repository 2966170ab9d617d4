/** PHP: what names and variables are, as far as the code before the cursor tells. */
import { closingAt, splitOutside } from '../../extract/split.ts';
import type { Infer, LanguageRules } from '../infer.ts';
import { instanceFor, memberOf } from '../infer.ts';
import { receiverStart } from '../member-access.ts';
import { deeper, type Scope } from '../scope.ts';
import { EXPRESSIONS } from '../syntax.ts';
import { alternatives, namedType, substitute, union } from '../type-text.ts';

const SYNTAX = EXPRESSIONS['php'] ?? { operators: ['->'], nameCharacters: '$\\', lineComment: '//' };
const SELF: ReadonlySet<string> = new Set(['self', 'static', '$this']);
/** The code before is read that far back, in UTF-16 units. */
const LONGEST_BEFORE = 40_000;

export const phpRules: LanguageRules = {
  syntax: SYNTAX,
  typeName,
  variable,
  functionNames: (name, { symbols }) => {
    if (name.startsWith('\\')) return [name.slice(1)];
    const imported = symbols.imports.find(
      ({ kind, alias }) => kind === 'function' && alias.toLowerCase() === name.toLowerCase(),
    );
    if (imported !== undefined) return [imported.name];
    return symbols.namespace === '' ? [name] : [`${symbols.namespace}\\${name}`, name];
  },
  branches,
  narrowed(expression, scope) {
    // A variable is looked up in the order of the code; only what has none is asked here.
    if (/^\$\w+$/u.test(expression)) return '';
    const at = scope.before.lastIndexOf(`${expression} instanceof `);
    if (at < 0 || /!\s*\(?\s*$/u.test(scope.before.slice(0, at))) return '';
    return typeName(
      /^[\w\\]+/u.exec(scope.before.slice(at + expression.length + ' instanceof '.length))?.[0] ?? '',
      scope,
    );
  },
  classArgument(argument, scope) {
    const name = /^(\\?[\w\\]+)::class$/u.exec(argument)?.[1];
    if (name !== undefined) return typeName(name, scope);
    // A qualified name as a text, as older code has it.
    return /^['"]\\*([\w]+(?:\\{1,2}\w+)+)['"]$/u.exec(argument)?.[1]?.replaceAll('\\\\', '\\') ?? '';
  },
};

/** A class in code → its qualified name. One that is not imported (yet) is the only one of that name in the project. */
export function typeName(name: string, scope: Scope): string {
  const { symbols, project, self } = scope;
  const lower = name.toLowerCase();
  if (SELF.has(lower)) return self === undefined ? '' : scope.as || self.declaration.qualified || self.declaration.name;
  if (lower === 'parent') return self?.declaration.extends?.[0] ?? '';
  if (name.startsWith('\\')) return name.slice(1);
  const [first = '', ...rest] = name.split('\\');
  const imported = symbols.imports.find(
    ({ kind, alias }) => kind === 'type' && alias.toLowerCase() === first.toLowerCase(),
  );
  if (imported !== undefined) return [imported.name, ...rest].join('\\');
  const local = symbols.namespace === '' ? name : `${symbols.namespace}\\${name}`;
  if (project.type(local) !== undefined) return local;
  if (rest.length > 0) return local;
  // Built in: `new DateTime` in a namespace is a mistake that is about to be mended by an import.
  const named = project.typesNamed(name);
  const [only] = named;
  if (named.length === 1 && only !== undefined) return only.declaration.qualified;
  return project.type(name) === undefined ? local : name;
}

/** Alternatives of `a ?? b`, `a ?: b`, `c ? a : b`; the right side of an assignment. */
function branches(expression: string): readonly string[] {
  const text = expression.replace(/;\s*$/u, '').trim();
  const assigned = /^\$[\w>\-[\]'"$:]+\s*(?:\?\?)?=(?!=|>)\s*/u.exec(text)?.[0];
  if (assigned !== undefined && assigned.length < text.length) return branches(text.slice(assigned.length));
  if (/^(?:static\s+)?(?:fn|function)\b/u.test(text)) return ['\\Closure'];
  const match = /^match\s*\(/u.exec(text);
  if (match !== null) return matchArms(text);
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if ('([{'.includes(character)) at = closingAt(text, at);
    else if (character === "'" || character === '"') at = quoteEnd(text, at);
    else if (character === '?' && text[at + 1] !== '-') return conditional(text, at);
  }
  return [text];
}

function conditional(text: string, at: number): readonly string[] {
  const left = text.slice(0, at);
  if (text[at + 1] === '?') return [...branches(left), ...branches(text.slice(at + 2))];
  if (text[at + 1] === ':') return [...branches(left), ...branches(text.slice(at + 2))];
  const rest = text.slice(at + 1);
  for (let colon = 0; colon < rest.length; colon++) {
    const character = rest[colon] ?? '';
    if ('([{'.includes(character)) colon = closingAt(rest, colon);
    else if (character === "'" || character === '"') colon = quoteEnd(rest, colon);
    else if (character === ':' && rest[colon + 1] === ':') colon++;
    else if (character === ':') return [...branches(rest.slice(0, colon)), ...branches(rest.slice(colon + 1))];
  }
  return [text];
}

function matchArms(text: string): readonly string[] {
  const open = text.indexOf('{', closingAt(text, text.indexOf('(')));
  if (open < 0) return [text];
  const arms = splitOutside(text.slice(open + 1, closingAt(text, open)), ',');
  return arms.flatMap((arm) => {
    const arrow = arm.indexOf('=>');
    const value = arrow < 0 ? '' : arm.slice(arrow + 2).trim();
    return value === '' || value.startsWith('throw ') ? [] : branches(value);
  });
}

function quoteEnd(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === '\\') end++;
    else if (text[end] === text[at]) return end;
  }
  return text.length;
}

/** Where a variable got what it holds: the last place before the cursor. */
interface Origin {
  readonly at: number;
  readonly type: () => string;
}

function variable(name: string, scope: Scope, infer: Infer): string {
  if (!name.startsWith('$')) return '';
  if (name === '$this')
    return scope.self === undefined ? '' : scope.as || scope.self.declaration.qualified || scope.self.declaration.name;
  const before = scope.before.slice(-LONGEST_BEFORE);
  const own = origins(name, before, scope, infer).sort((a, b) => b.at - a.at);
  for (const { type } of own) {
    const found = type();
    if (found !== '') return found;
  }
  return scope.params.find((param) => param.name === name)?.type ?? '';
}

function origins(name: string, before: string, scope: Scope, infer: Infer): Origin[] {
  const found: Origin[] = [];
  const word = name.replace('$', '\\$');
  const add = (pattern: RegExp, type: (match: RegExpExecArray) => string): void => {
    for (const match of before.matchAll(pattern)) found.push({ at: match.index, type: () => type(match) });
  };
  const upTo = (at: number): Scope => deeper(scope, before.slice(0, at));
  const names = (list: string): string => union(list.split('|').map((one) => typeName(one.trim(), scope)));
  // Assignments: the code to the end of the statement, or to the end of what is there.
  add(new RegExp(`${word}\\s*(?:\\?\\?)?=(?!=|>)\\s*`, 'gu'), (match) => {
    const start = match.index + match[0].length;
    return infer(statementAt(before, start), upTo(match.index));
  });
  add(new RegExp(`@var\\s+([^*\\n]+?)\\s+${word}\\b`, 'gu'), (match) => docType(match[1] ?? '', scope));
  add(new RegExp(`@var\\s+([^*\\s]+)[^*]*\\*/\\s*${word}\\s*=`, 'gu'), (match) => docType(match[1] ?? '', scope));
  add(new RegExp(`\\bforeach\\s*\\(([^{}]*?)\\bas\\s+(?:[^{}()]*?=>\\s*)?&?${word}\\s*\\)`, 'gu'), (match) =>
    elements(infer(match[1] ?? '', upTo(match.index)), scope, infer),
  );
  add(new RegExp(`\\bcatch\\s*\\(([\\w\\\\|\\s]+?)\\s+${word}\\s*\\)`, 'gu'), (match) => names(match[1] ?? ''));
  add(new RegExp(`(?<!!)\\(?${word}\\s+instanceof\\s+([\\w\\\\]+)`, 'gu'), (match) => typeName(match[1] ?? '', scope));
  add(new RegExp(`\\bglobal\\s+${word}\\b`, 'gu'), () => '');
  add(new RegExp(`\\b(?:function|fn)\\s*&?\\s*\\(([^{}]*?${word}\\b[^{}]*?)\\)`, 'gu'), (match) =>
    closureParam(name, match, before, upTo(match.index), infer),
  );
  return found;
}

/** A parameter of a closure: its type, else what the function says that the closure is given to. */
function closureParam(name: string, match: RegExpExecArray, before: string, scope: Scope, infer: Infer): string {
  const params = splitOutside(match[1] ?? '', ',');
  const at = params.findIndex((param) => new RegExp(`\\${name}\\b(?!\\s*->)`, 'u').test(param));
  const written = /^(?:#\[[^\]]*\]\s*)?\??([\w\\|&]+)\s+(?:&|\.\.\.)?\$/u.exec(params[at] ?? '')?.[1];
  if (written !== undefined) return union(written.split(/[|&]/u).map((one) => typeName(one, scope)));
  return at < 0 ? '' : calleeParam(before.slice(0, match.index), at, scope, infer);
}

/** What the function that is called with a closure gives to its parameter `at`. @param front code up to the closure */
function calleeParam(front: string, at: number, scope: Scope, infer: Infer): string {
  const open = openCall(front.replace(/\bstatic\s*$/u, ''));
  if (open === undefined) return '';
  const callee = front.slice(0, open.at);
  const expression = callee.slice(receiverStart(callee, SYNTAX)).trim();
  const split = /^([\s\S]*?)(?:\?->|->|::)\s*(\w+)$/u.exec(expression);
  const receiver =
    split === null ? '' : infer(split[1] ?? '', deeper(scope, callee.slice(0, callee.length - expression.length)));
  for (const part of alternatives(receiver)) {
    const instance = instanceFor(part, scope);
    const found = instance && memberOf(instance, split?.[2] ?? '', true, scope);
    const type = found?.member.declaration.params?.[open.argument]?.type ?? '';
    const given = callableParam(type, at);
    if (found !== undefined && given !== '') {
      const names = new Map([...found.owner.templates, ['static', part], ['self', part], ['$this', part]]);
      const closed = substitute(given, names);
      if (scope.project.type(namedType(alternatives(closed)[0] ?? '')?.name ?? '') !== undefined) return closed;
    }
    if (at === 0) {
      const element = elements(part, scope, infer);
      if (element !== '') return element;
    }
  }
  return '';
}

/** The bracket of a call that is open at the end, and which argument comes next. */
function openCall(text: string): { readonly at: number; readonly argument: number } | undefined {
  let depth = 0;
  let argument = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    const character = text[at] ?? '';
    if (')]}'.includes(character)) depth++;
    else if ('[{'.includes(character)) {
      if (depth-- === 0) return undefined;
    } else if (character === '(') {
      if (depth === 0) return { at, argument };
      depth--;
    } else if (character === ',' && depth === 0) argument++;
    else if (character === ';' && depth === 0) return undefined;
  }
  return undefined;
}

/** `(Closure(Order, int): bool)|null`, 0 → `Order`. */
function callableParam(type: string, at: number): string {
  const open = /(?:callable|Closure)\(/u.exec(type);
  if (open === null) return '';
  const start = open.index + open[0].length - 1;
  return (
    splitOutside(type.slice(start + 1, closingAt(type, start)), ',', true)
      [at]?.replace(/\s*(?:\.\.\.|&)?\$\w+$/u, '')
      .replace(/=$/u, '') ?? ''
  );
}

function elements(type: string, scope: Scope, infer: Infer): string {
  return union(alternatives(type).map((part) => infer.elementType(part, scope)));
}

/** A type of a comment in code. */
function docType(text: string, scope: Scope): string {
  return text.replace(/\$?[\\A-Za-z_][\w\\-]*/gu, (name) => (/^[a-z$-]+$/u.test(name) ? name : typeName(name, scope)));
}

/** From `start` to the `;` that ends the statement; to the end of the line where none does. */
function statementAt(text: string, start: number): string {
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? '';
    if ('([{'.includes(character)) at = closingAt(text, at);
    else if (character === "'" || character === '"') at = quoteEnd(text, at);
    else if (character === ';' || (character === ')' && at > start) || character === '}') return text.slice(start, at);
  }
  return text.slice(start);
}
