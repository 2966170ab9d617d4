/** Rust: the entry of the resolver. What it knows stands in the files beside it. */
import { closingAt, splitOutside } from '../../extract/split.ts';
import type { Infer, LanguageRules } from '../infer.ts';
import { ModuleView } from '../module-view.ts';
import { deeper, type Scope } from '../scope.ts';
import { EXPRESSIONS } from '../syntax.ts';
import { rustModules } from './rust-modules.ts';
import { element, indexed, parts, returned, shownType, typeInCode } from './rust-types.ts';
import { outside, rustPlain, variable } from './rust-variables.ts';

const SYNTAX = EXPRESSIONS['rust'] ?? { operators: ['.', '::'], nameCharacters: '', lineComment: '//' };

/** Expressions that are known by how they begin. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/^(?:None|\(\))?$|^(?:if|match|loop|while|for|unsafe|async|move|return|break|\{|\|)/u, ''],
  [/^(?:true|false)$|^!/u, 'bool'],
  [/^b?r?#*"(?:[^"\\]|\\.)*"#*$/su, 'String'],
  [/^'(?:[^'\\]|\\.+)'$/u, 'char'],
  [/^-?\d[\w.]*$/u, 'usize'],
  [/^format!/u, 'String'],
];
const HELD = 'held__';
/** Make something that is used as if it were what they are given. */
const POINTER = /^(?:(?:\w+::)*(?:Box|Rc|Arc|Cow|Pin|ManuallyDrop)::new|Arc::clone|Rc::clone)\s*\(/u;
const WRAPPER = /^(Some|Ok|Err|RefCell::new|Mutex::new|RwLock::new|Cell::new)\s*\(/u;
const MACRO = /^(?:\w+::)*(\w+)!\s*[([{]/u;

/** What the form of an expression says. @returns `undefined` where it is a chain */
function whole(expression: string, scope: Scope, infer: Infer): string | undefined {
  const simple = FORMS.find(([form]) => form.test(expression))?.[1];
  if (simple !== undefined) return simple;
  if (/^[&*]/u.test(expression)) return infer(expression.replace(/^[&*]+\s*(?:mut\s+)?/u, ''), deeper(scope));
  const plain = rustPlain(expression);
  const as = outside(plain, 0, /\sas\s/u);
  if (as < plain.length) return typeInCode(expression.slice(as + 4), scope);
  if (outside(plain, 1, /(?<=\s)(?:[-+*/%]|[=!<>]=|<|>|&&|\|\|)(?=\s)/u) < plain.length) return '';
  const plainer = simpler(expression, plain);
  if (plainer !== expression) return infer(plainer, deeper(scope));
  return made(expression, plain, scope, infer) ?? path(expression, scope, infer);
}

/** Without what changes no type that counts, and with calls in place of signs. */
function simpler(expression: string, plain: string): string {
  let text = expression;
  // From the end on: places in front stay.
  for (const match of [...plain.matchAll(/\?(?!\s*Sized)|\.await\b|::<|\.(\d+)(?!\w)/gu)].reverse()) {
    const at = match.index;
    const [sign, position] = match;
    if (sign === '?') text = `${text.slice(0, at)}.unwrap()${text.slice(at + 1)}`;
    else if (sign === '.await') text = text.slice(0, at) + text.slice(at + sign.length);
    else if (sign === '::<') text = text.slice(0, at) + text.slice(closingAngle(text, at + 2) + 1);
    else text = `${text.slice(0, at)}[${position}]${text.slice(at + sign.length)}`;
  }
  return text;
}

function closingAngle(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '<') depth++;
    else if (text[at] === '>' && text[at - 1] !== '-' && --depth === 0) return at;
  }
  return text.length;
}

/** What is made on the spot: `Order { … }`, `Some(…)`, `Box::new(…)`, `vec![…]`. */
function made(expression: string, plain: string, scope: Scope, infer: Infer): string | undefined {
  const pointer = POINTER.exec(plain)?.[0];
  if (pointer !== undefined) return inside(expression, plain, pointer.length - 1, scope, infer, (type) => type);
  const wrapper = WRAPPER.exec(plain);
  if (wrapper !== null) {
    const name = (wrapper[1] ?? '').replace('::new', '');
    const wrap = (type: string): string => {
      const given = type === '' ? '_' : type;
      if (name === 'Ok') return `Result<${given}, _>`;
      if (name === 'Err') return `Result<_, ${given}>`;
      return `${name === 'Some' ? 'Option' : name}<${given}>`;
    };
    return inside(expression, plain, wrapper[0].length - 1, scope, infer, wrap);
  }
  const macro = MACRO.exec(plain);
  if (macro !== null) {
    if (macro[1] !== 'vec') return '';
    return inside(expression, plain, macro[0].length - 1, scope, infer, (type) => `Vec<${type === '' ? '_' : type}>`);
  }
  const literal = /^(?:[\p{L}_][\p{L}\p{N}_]*::)*\p{Lu}[\p{L}\p{N}_]*\s*\{/u.exec(plain)?.[0];
  if (literal === undefined) return undefined;
  const close = closingAt(plain, literal.length - 1);
  const name = expression.slice(0, literal.length - 1).trim();
  const type = /^Self$/u.test(name) ? variable('self', scope, infer) : typeInCode(name, scope);
  const known = scope.project.type(type) === undefined ? typeInCode(name.replace(/::\w+$/u, ''), scope) : type;
  return further(known, expression.slice(close + 1), scope, infer);
}

/** By the first thing that stands in the brackets at `open`. */
function inside(
  expression: string,
  plain: string,
  open: number,
  scope: Scope,
  infer: Infer,
  wrap: (type: string) => string,
): string {
  const close = closingAt(plain, open);
  const items = splitOutside(expression.slice(open + 1, close), ',');
  const first = splitOutside(items[0] ?? '', ';')[0] ?? '';
  return further(wrap(infer(first, deeper(scope))), expression.slice(close + 1), scope, infer);
}

/** What goes on behind a value of which the type is known. */
function further(type: string, rest: string, scope: Scope, infer: Infer): string {
  if (rest.trim() === '' || type === '') return type;
  return infer(`${HELD}${rest}`, { ...deeper(scope), given: new Map([[HELD, type]]) });
}

/** `crate::a::b::C`, `super::f()`: the module that the longest beginning names, and what follows. */
function path(expression: string, scope: Scope, infer: Infer): string | undefined {
  const { project } = scope;
  const steps = /^(?:crate|self|super)(?:::[\p{L}_][\p{L}\p{N}_]*)+/u.exec(expression)?.[0].split('::');
  if (steps === undefined || !(project instanceof ModuleView)) return undefined;
  for (let count = steps.length; count > 0; count--) {
    const from = steps.slice(0, count).join('::');
    const found = project.module(from, scope.path);
    if (found !== undefined) return further(found.declaration.qualified, expression.slice(from.length), scope, infer);
  }
  return '';
}

/** What a call gives of a name that is no function of a module: a closure. */
function called(name: string, _: readonly string[], scope: Scope, infer: Infer): string {
  const held = /^\p{Ll}/u.test(name) ? variable(name, scope, infer) : '';
  return held === '' ? '' : returned(held, scope);
}

function qualified(name: string, { project, path: own }: Scope): string {
  return project instanceof ModuleView && /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? project.typeIn(own, name) : '';
}

export const rustRules: LanguageRules = {
  syntax: SYNTAX,
  seesOuter: false,
  view: (project, own) => new ModuleView(project, rustModules(project), own),
  variable,
  typeName: (name, scope) => {
    const type = qualified(name, scope);
    return type !== '' && scope.project.type(type) !== undefined ? type : '';
  },
  functionNames: (name, scope) => [qualified(name, scope)].filter((one) => one !== ''),
  whole,
  branches: (expression) => [expression],
  parts: (type, scope) => parts(type, scope),
  indexed: (part, key, scope) => indexed(part, key, scope),
  element: (part, scope) => element(part, scope),
  called,
  returned,
  typeText: typeInCode,
  shown: shownType,
  resultOf: () => '',
  classArgument: () => '',
};
