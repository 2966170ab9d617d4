/** TypeScript and JavaScript: where a name is bound in the code before the cursor, if that can still be seen: declarations, parameters, loops. No types. */
import { closingAt, piecesOutside } from '../../extract/split.ts';
import { expressionEnd, isVisible, typeEnd } from './script-text.ts';

/** A place that binds a name. Offsets are UTF-16, in the code before the cursor. */
export interface Binding {
  readonly at: number;
  readonly kind: 'value' | 'item' | 'key' | 'param' | 'unknown';
  /** The written type; '' for none. */
  readonly type: string;
  /** Code that its value comes from; '' for none. */
  readonly value: string;
  /** The way from that to the name, where it is taken apart: names of fields, positions. */
  readonly path: readonly string[];
  /** Of a parameter: where its function's list opens, and which one it is. */
  readonly open: number;
  readonly index: number;
}

/** A list of parameters is looked for so far back, in UTF-16 units. */
const LONGEST_LIST = 1500;
const NOT_NAMES = /\b(?:if|for|while|switch|catch|with|return|typeof|await|new)\s*$/u;

/** The innermost binding that is visible at the end. @param plain `code` as `plainCode` gives it */
export function bindingOf(name: string, code: string, plain: string): Binding | undefined {
  const word = name.replaceAll('$', '\\$');
  const pattern = new RegExp(`(?<![\\w$.#])${word}(?![\\w$])|(?<=\\.\\.\\.)${word}(?![\\w$])`, 'gu');
  // Of those that can be seen, who comes later is further inside.
  for (const { index } of [...plain.matchAll(pattern)].reverse()) {
    const found = bindingAt(name, index, code, plain);
    if (found !== undefined) return found;
  }
  return undefined;
}

function bindingAt(name: string, at: number, code: string, plain: string): Binding | undefined {
  const front = plain.slice(Math.max(0, at - LONGEST_LIST), at);
  const declared = /\b(?:const|let|var|using)\s+$/u.exec(front);
  if (declared !== null) return declaredAt(at - declared[0].length, at, at + name.length, [], code, plain);
  const arrow = /^\s*=>/u.test(plain.slice(at + name.length, at + name.length + 10));
  if (arrow && !/[.\w$]\s*$/u.test(front.replace(/\basync\s+$/u, ''))) {
    const body = plain.indexOf('=>', at) + 2;
    return isOpen(plain, body) ? { ...NO_BINDING, at, kind: 'param', open: at, index: 0 } : undefined;
  }
  return inBrackets(name, at, code, plain);
}

const NO_BINDING: Binding = { at: 0, kind: 'unknown', type: '', value: '', path: [], open: -1, index: 0 };

/** A declaration whose pattern ends at `end`. */
function declaredAt(
  start: number,
  at: number,
  end: number,
  path: readonly string[],
  code: string,
  plain: string,
): Binding | undefined {
  const rest = plain.slice(end);
  const loop = /\bfor\s*(?:await\s*)?\(\s*$/u.exec(plain.slice(Math.max(0, start - 20), start));
  const of = /^\s*(of|in)\b\s*/u.exec(rest);
  if (loop !== null && of !== null) {
    const open = plain.lastIndexOf('(', start);
    const close = closingAt(plain, open);
    if (!isOpen(plain, close + 1)) return undefined;
    const value = code.slice(end + of[0].length, close).trim();
    return { ...NO_BINDING, at, kind: of[1] === 'of' ? 'item' : 'key', value, path };
  }
  if (loop === null ? !isVisible(plain, start) : !isOpen(plain, closingAt(plain, plain.lastIndexOf('(', start)) + 1))
    return undefined;
  const typed = /^\s*!?\s*:\s*/u.exec(rest);
  const typeStart = end + (typed?.[0].length ?? 0);
  const typeStop = typed === null ? end : typeEnd(plain, typeStart);
  const equals = /^\s*=(?![=>])\s*/u.exec(plain.slice(typeStop));
  const valueStart = typeStop + (equals?.[0].length ?? 0);
  const valueStop = equals === null ? valueStart : expressionEnd(plain, valueStart);
  // What is being written is not known by itself.
  const isDone = equals !== null && valueStop < plain.length;
  return {
    ...NO_BINDING,
    at,
    kind: 'value',
    type: typed === null ? '' : code.slice(typeStart, typeStop).trim(),
    value: isDone ? code.slice(valueStart, valueStop).trim() : '',
    path,
  };
}

/** A name in a pattern, or in a list of parameters. */
function inBrackets(name: string, at: number, code: string, plain: string): Binding | undefined {
  let inner = at;
  for (;;) {
    const open = openerBefore(plain, inner);
    if (open < 0 || at - open > LONGEST_LIST) return undefined;
    const bracket = plain[open];
    const close = closingAt(plain, open);
    if (bracket === '(') return parameterAt(name, at, open, close, code, plain);
    // A pattern ends before the cursor.
    if (close >= plain.length) return undefined;
    const declared = /\b(?:const|let|var)\s+$/u.exec(plain.slice(Math.max(0, open - 20), open));
    if (declared !== null) {
      const path = pathTo(name, code.slice(open, close + 1), plain.slice(open, close + 1));
      return path === undefined ? undefined : declaredAt(open - declared[0].length, at, close + 1, path, code, plain);
    }
    inner = open;
  }
}

function parameterAt(
  name: string,
  at: number,
  open: number,
  close: number,
  code: string,
  plain: string,
): Binding | undefined {
  if (close >= plain.length) return undefined;
  const front = plain.slice(Math.max(0, open - 80), open);
  const after = plain.slice(close + 1);
  if (/\bcatch\s*$/u.test(front)) return isOpen(plain, close + 1) ? { ...NO_BINDING, at } : undefined;
  const body = bodyStart(front, after);
  if (body === undefined || !isOpen(plain, close + 1 + body)) return undefined;
  const inside = plain.slice(open + 1, close);
  const list = piecesOutside(inside, ',', true);
  const index = list.findIndex(({ start, end }) => open + 1 + start <= at && at < open + 1 + end);
  const piece = list[index];
  if (piece === undefined) return undefined;
  const start = open + 1 + piece.start;
  const [text, shown] = [code.slice(start, open + 1 + piece.end), plain.slice(start, open + 1 + piece.end)];
  return parameter(name, text, shown, { ...NO_BINDING, at, kind: 'param', open, index });
}

/** A parameter's name, type and default; `undefined` where `name` stands in those. */
function parameter(name: string, code: string, plain: string, binding: Binding): Binding | undefined {
  const lead =
    /^\s*(?:@\w+(?:\([^()]*\))?\s*)*(?:(?:public|private|protected|readonly|override)\s+)*(?:\.\.\.)?/u.exec(
      plain,
    )?.[0] ?? '';
  const rest = plain.slice(lead.length);
  const isPattern = /^[{[]/u.test(rest);
  const end = lead.length + (isPattern ? closingAt(rest, 0) + 1 : (/^[\w$]*/u.exec(rest)?.[0].length ?? 0));
  const path = isPattern ? pathTo(name, code.slice(lead.length, end), plain.slice(lead.length, end)) : [];
  if (path === undefined || (!isPattern && plain.slice(lead.length, end) !== name)) return undefined;
  const typed = /^\s*\??\s*:\s*/u.exec(plain.slice(end));
  const typeStart = end + (typed?.[0].length ?? 0);
  const typeStop = typed === null ? end : typeEnd(plain, typeStart);
  const equals = /^\s*=(?!>)\s*/u.exec(plain.slice(typeStop));
  const written = typed === null ? '' : code.slice(typeStart, typeStop).trim();
  const isRest = lead.endsWith('...');
  return {
    ...binding,
    path,
    type: isRest && written === '' ? 'unknown[]' : written,
    value: equals === null ? '' : code.slice(typeStop + equals[0].length).trim(),
  };
}

/** UTF-16 length of what stands between a list of parameters and its function's body; `undefined` where it is none. */
function bodyStart(front: string, after: string): number | undefined {
  const arrow = /^\s*(?::\s*)?/u.exec(after)?.[0] ?? '';
  const type = arrow.includes(':') ? typeEnd(after, arrow.length) : arrow.length;
  const rest = after.slice(type);
  const sign = /^\s*=>/u.exec(rest);
  if (sign !== null) return type + sign[0].length;
  if (!/^\s*\{/u.test(rest)) return undefined;
  // `function (`, `name(` of a method, but not `if (`.
  const isFunction = /\bfunction\s*\*?\s*[\w$]*\s*(?:<[^()]*>\s*)?$/u.test(front);
  const isMethod = /[\w$\])>]\s*$/u.test(front) && !NOT_NAMES.test(front);
  return isFunction || isMethod ? type : undefined;
}

/** Whether the body at `start`, a block or an expression, is still open at the end. */
function isOpen(plain: string, start: number): boolean {
  const at = start + (/^\s*/u.exec(plain.slice(start))?.[0].length ?? 0);
  if (plain[at] === '{') return closingAt(plain, at) >= plain.length;
  return expressionEnd(plain, at) >= plain.length;
}

function openerBefore(plain: string, end: number): number {
  let depth = 0;
  for (let at = end - 1; at >= 0 && end - at < LONGEST_LIST; at--) {
    const character = plain[at] ?? '';
    if (')]}'.includes(character)) depth++;
    else if ('([{'.includes(character) && depth-- === 0) return at;
    else if (character === ';' && depth === 0) return -1;
  }
  return -1;
}

/** Where a pattern puts what: `{ a: { b }, c: [d] }`, `b` → a, b. `undefined` where it does not bind the name; `...` for what is left over. */
function pathTo(name: string, code: string, plain: string): readonly string[] | undefined {
  const isList = plain.startsWith('[');
  const inside = plain.slice(1, closingAt(plain, 0));
  for (const [index, { start, end }] of piecesOutside(inside, ',').entries()) {
    const piece = { code: code.slice(1 + start, 1 + end), plain: inside.slice(start, end) };
    const found = pathIn(name, piece.code, piece.plain, isList ? `[${index}]` : undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @param position of a piece of a list; else the piece names its field */
function pathIn(
  name: string,
  code: string,
  plain: string,
  position: string | undefined,
): readonly string[] | undefined {
  const rest = /^\s*\.\.\.\s*([\w$]+)/u.exec(plain)?.[1];
  if (rest !== undefined) return rest === name ? ['...'] : undefined;
  const keyed = position === undefined ? /^\s*(?:(['"])[^'"]*\1|[\w$]+)\s*:\s*/u.exec(plain)?.[0] : undefined;
  const start = (keyed ?? /^\s*/u.exec(plain)?.[0] ?? '').length;
  const target = plain.slice(start);
  const key = position ?? (keyed === undefined ? word(target) : code.slice(0, start).replace(/[\s:'"]/gu, ''));
  if (!/^[{[]/u.test(target)) return word(target) === name ? [key] : undefined;
  const further = pathTo(name, code.slice(start), target);
  return further && [key, ...further];
}

function word(text: string): string {
  return /^[\w$]*/u.exec(text)?.[0] ?? '';
}
