/** Python: the places that bind a name in the code before the cursor, as far as its end can see them. Looks no types up. */
import { closingAt, piecesOutside } from '../../extract/split.ts';
import { isBlockOpen, openHeads, type PythonCode, type PythonLine, SCOPE_HEAD } from './python-lines.ts';

export interface PythonBinding {
  /**
   * `value`: what the code gives; `item`: what a loop over it gives; `entered`: what `with` makes of it; `caught`: an object of the classes it names;
   * `checked`: of one of those of a check; `param`: a parameter of the function around whose head this is.
   */
  readonly kind: 'value' | 'item' | 'entered' | 'caught' | 'checked' | 'param';
  /** UTF-16 offset in the code: what stands before was there when the name was bound. */
  readonly at: number;
  /** The written type; '' for none. */
  readonly type: string;
  readonly value: string;
  /** The way from the value to the name, where it is taken apart: positions. */
  readonly path: readonly number[];
}

/** The innermost and latest first. */
export function* pythonBindings(name: string, read: PythonCode): Iterable<PythonBinding> {
  const word = new RegExp(`(?<![\\w.])${name}(?!\\w)`, 'u');
  const heads = new Set(openHeads(read));
  const { lines, bare } = read;
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at];
    if (line === undefined || !word.test(bare.slice(line.start, line.end))) continue;
    const isHead = heads.has(at);
    if (!isHead && line.owner >= 0 && !heads.has(line.owner)) continue;
    yield* bindingsIn(name, at, line, isHead, read);
  }
}

function* bindingsIn(
  name: string,
  index: number,
  line: PythonLine,
  isHead: boolean,
  read: PythonCode,
): Iterable<PythonBinding> {
  const { code, bare, lines } = read;
  const text = bare.slice(line.start, line.end);
  const source = code.slice(line.start, line.end);
  const isLast = index === lines.length - 1;
  if (SCOPE_HEAD.test(text)) {
    const param = isHead ? paramIn(name, text, source, line.start) : undefined;
    if (param !== undefined) yield param;
    return;
  }
  // Inside of the statement at the cursor: comprehensions, `:=`, checks in front of it.
  if (isLast) yield* comprehensions(name, text, source, line.start);
  yield* checks(name, index, text, source, line, read);
  const named = new RegExp(`\\b${name}\\s*:=\\s*`, 'u').exec(text);
  if (named !== null) {
    const start = named.index + named[0].length;
    const value = source.slice(start, outside(text, start, /[,)\]}:]/u)).trim();
    yield { ...NOTHING, kind: 'value', at: line.start + named.index, value };
  }
  if (isLast) return;
  const loop = /^(?:async\s+)?for\s+([\s\S]+?)\s+in\s+/u.exec(text);
  if (loop !== null) {
    const path = pathTo(name, loop[1] ?? '');
    const value = headValue(source, text, loop[0].length);
    if (path !== undefined) yield { ...NOTHING, kind: 'item', at: line.start, value, path };
    return;
  }
  if (/^(?:async\s+)?with\b/u.test(text)) {
    yield* entered(name, text, source, line.start);
    return;
  }
  const caught = /^except\*?\s+([\s\S]+?)\s+as\s+(\w+)/u.exec(text);
  if (caught !== null) {
    if (caught[2] === name) yield { ...NOTHING, kind: 'caught', at: line.start, value: caught[1] ?? '' };
    return;
  }
  const assigned = assignment(name, text, source, line.start);
  if (assigned !== undefined) yield assigned;
}

const NOTHING = { at: 0, type: '', value: '', path: [] } as const;

/** `def f(a: A = x, name: T = y)` */
function paramIn(name: string, text: string, source: string, start: number): PythonBinding | undefined {
  const open = text.indexOf('(');
  if (open < 0 || text.startsWith('class')) return undefined;
  const inside = text.slice(open + 1, closingAt(text, open));
  for (const piece of piecesOutside(inside, ',')) {
    const [from, to] = [open + 1 + piece.start, open + 1 + piece.end];
    const match = /^\s*(\*{0,2})\s*(\w+)\s*(?::\s*)?/u.exec(text.slice(from, to));
    if (match?.[2] !== name) continue;
    const typeStart = from + match[0].length;
    const equals = outside(text.slice(0, to), typeStart, /=(?!=)/u);
    const type = match[0].trimEnd().endsWith(':') ? source.slice(typeStart, equals).trim() : '';
    const value = source.slice(equals + 1, to).trim();
    const stars = match[1] ?? '';
    return { ...NOTHING, kind: 'param', at: start, value: stars === '' ? value : '', type: starred(type, stars) };
  }
  return undefined;
}

function starred(type: string, stars: string): string {
  if (stars === '') return type;
  return stars === '*' ? `tuple[${type || 'Any'}, ...]` : `dict[str, ${type || 'Any'}]`;
}

/** `for name in values` inside of brackets. */
function* comprehensions(name: string, text: string, source: string, start: number): Iterable<PythonBinding> {
  for (const match of [...text.matchAll(/\bfor\s+([\w\s,()*]+?)\s+in\s+/gu)].reverse()) {
    const path = match.index === 0 ? undefined : pathTo(name, match[1] ?? '');
    if (path === undefined) continue;
    const from = match.index + match[0].length;
    const end = outside(text, from, /[)\]}]|\b(?:if|for|async)\b/u);
    yield { ...NOTHING, kind: 'item', at: start + match.index, value: source.slice(from, end).trim(), path };
  }
}

/** `with open() as a, b() as name:` */
function* entered(name: string, text: string, source: string, start: number): Iterable<PythonBinding> {
  const from = /^(?:async\s+)?with\s*/u.exec(text)?.[0].length ?? 0;
  const isGroup = text[from] === '(' && /^\s*(?::|$)/u.test(text.slice(closingAt(text, from) + 1));
  const begin = isGroup ? from + 1 : from;
  const end = isGroup ? closingAt(text, from) : outside(text, from, /:/u);
  for (const piece of piecesOutside(text.slice(begin, end), ',')) {
    const item = text.slice(begin + piece.start, begin + piece.end);
    const as = /\s+as\s+([\s\S]+)$/u.exec(item);
    const path = as === null ? undefined : pathTo(name, as[1] ?? '');
    if (as === null || path === undefined) continue;
    const value = source.slice(begin + piece.start, begin + piece.start + as.index).trim();
    yield { ...NOTHING, kind: 'entered', at: start, value, path };
  }
}

/** `name: T = value`, `a = name = value`, `a, name = value`. */
function assignment(name: string, text: string, source: string, start: number): PythonBinding | undefined {
  const begin = /^(?:if|elif|else|try|finally|while)\b[^\n]*?:\s*(?=\S)/u.exec(text)?.[0].length ?? 0;
  const typed = new RegExp(`^${name}\\s*:(?!=)\\s*`, 'u').exec(text.slice(begin));
  if (typed !== null) {
    const from = begin + typed[0].length;
    const equals = outside(text, from, /=(?!=)/u);
    const value = source.slice(equals + 1).trim();
    return { ...NOTHING, kind: 'value', at: start, type: source.slice(from, equals).trim(), value };
  }
  const targets: string[] = [];
  let at = begin;
  for (;;) {
    const equals = outside(text, at, /(?<![=!<>:+\-*/%&|^@])=(?!=)/u);
    if (equals >= text.length) break;
    targets.push(text.slice(at, equals));
    at = equals + 1;
  }
  for (const target of targets) {
    const path = pathTo(name, target);
    if (path !== undefined) return { ...NOTHING, kind: 'value', at: start, value: source.slice(at).trim(), path };
  }
  return undefined;
}

/** `isinstance(name, Order)`, where it holds at the end of the code. */
function* checks(
  name: string,
  index: number,
  text: string,
  source: string,
  { start }: PythonLine,
  read: PythonCode,
): Iterable<PythonBinding> {
  for (const match of text.matchAll(new RegExp(`\\bisinstance\\(\\s*${name}\\s*,\\s*`, 'gu'))) {
    const from = match.index + match[0].length;
    const close = outside(text, from, /\)/u);
    const isNegated = /\bnot\s+$/u.test(text.slice(0, match.index));
    if (close >= text.length || !holds(index, text, close + 1, isNegated, read)) continue;
    yield { ...NOTHING, kind: 'checked', at: start + match.index, value: source.slice(from, close) };
  }
}

/** Leaves the block. */
const LEAVES = /^(?:return|raise|continue|break|pytest\.fail|sys\.exit|assert\s+False)\b/u;

function holds(index: number, text: string, end: number, isNegated: boolean, read: PythonCode): boolean {
  const { lines, bare } = read;
  const rest = text.slice(end);
  if (/^assert\b/u.test(text)) return !isNegated && index < lines.length - 1;
  if (index === lines.length - 1)
    return isNegated
      ? /^\s*or\b/u.test(rest)
      : /^\s*(?:and\b|else\b|:|\))/u.test(rest) && !/\belse\b|\bor\b/u.test(rest);
  if (!/^(?:if|elif|while)\b/u.test(text) || (/\bor\b/u.test(text) && !isNegated)) return false;
  if (!isNegated) return isBlockOpen(read, index);
  if (isBlockOpen(read, index)) return false;
  const own = lines[index]?.indent ?? 0;
  const next = lines.findIndex((line, at) => at > index && line.indent <= own);
  const last = lines[next - 1];
  return last !== undefined && LEAVES.test(bare.slice(last.start, last.end));
}

/** Where a pattern puts what: `a, (b, name)`, `name` → 1, 1. `undefined` where it does not bind the name. */
function pathTo(name: string, target: string): readonly number[] | undefined {
  const text = target.trim();
  if (text === name) return [];
  if (!text.includes(name) || text.includes('.') || text.includes('{')) return undefined;
  const isGroup = /^[([]/u.test(text) && closingAt(text, 0) === text.length - 1;
  const inside = isGroup ? text.slice(1, -1) : text;
  const pieces = piecesOutside(inside, ',');
  if (pieces.length < 2) return isGroup ? pathTo(name, inside) : undefined;
  for (const [position, { start, end }] of pieces.entries()) {
    const further = pathTo(name, inside.slice(start, end));
    if (further !== undefined) return [position, ...further];
  }
  return undefined;
}

/** The code between `start` and the colon that ends a head. */
function headValue(source: string, text: string, start: number): string {
  return source.slice(start, outside(text, start, /:/u)).trim();
}

/** UTF-16 offset of the first match that stands outside of brackets, from `start` on; the text's length where there is none. */
export function outside(text: string, start: number, pattern: RegExp): number {
  const sticky = new RegExp(pattern.source, 'uy');
  for (let at = start; at < text.length; at++) {
    sticky.lastIndex = at;
    if (sticky.test(text)) return at;
    if ('([{'.includes(text[at] ?? '')) at = closingAt(text, at);
  }
  return text.length;
}
