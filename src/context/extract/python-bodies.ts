/** What the bodies of Python's functions say of types: what they return, and what they give to `self`. Follows no calls. */
import { MOST_VALUES, valueAt } from './pieces.ts';
import { PYTHON_TELLS_NOTHING, pythonType } from './python-text.ts';

/** What `return` gives in a body itself, not in the functions inside of it. None where it yields. @param bare without strings */
export function pythonReturns(body: string, bare: string): readonly string[] {
  if (/(?<![\w.])yield\b/u.test(bare)) return [];
  const values: string[] = [];
  /** The indentation of a function inside; what is indented more is not looked at. */
  let inner = Number.POSITIVE_INFINITY;
  let start = 0;
  for (const line of bare.split('\n')) {
    const indent = line.length - line.trimStart().length;
    if (line.trim() !== '' && indent <= inner)
      inner = /^\s*(?:async\s+)?(?:def|class)\b/u.test(line) ? indent : Number.POSITIVE_INFINITY;
    const found = /^\s*return\b[ \t]*/u.exec(line)?.[0];
    if (found !== undefined && indent < inner && values.length < MOST_VALUES) {
      const value = valueAt(body, start + found.length);
      if (!PYTHON_TELLS_NOTHING.test(value)) values.push(value);
    }
    start += line.length + 1;
  }
  return values;
}

export interface AssignedAttribute {
  readonly name: string;
  /** '' where none is written. */
  readonly type: string;
  /** Code; '' where it says nothing. */
  readonly value: string;
  /** UTF-16 offset in the body. */
  readonly at: number;
}

/** What is given, or declared: `self.x =`, `self.x: T`. Calls, comparisons and what is changed only (`+=`) are neither. */
const GIVEN = /(?<![\w.])self\.([^\W\d]\w*)[ \t]*(?:(=)(?!=)|(:)(?!=))/gu;
/** `self.a, b = …`; of what it finds, only what has a comma. */
const UNPACKED = /^[ \t]*\(?(\w[\w., \t]*)\)?[ \t]?=(?!=)/gmu;
/** `a = self.b = value` */
const FURTHER_TARGETS = /^(?:[\w.]+\s?=(?!=)\s?)+/u;

/** The attributes that a body gives to `self`, in its order. @param bare without strings */
export function assignedAttributes(body: string, bare: string): readonly AssignedAttribute[] {
  const found: AssignedAttribute[] = [];
  for (const match of bare.matchAll(UNPACKED)) {
    const [whole, targets = ''] = match;
    if (!targets.includes(',')) continue;
    for (const one of targets.matchAll(/(?<![\w.])self\.([^\W\d]\w*)(?![\w.])/gu))
      found.push({ name: one[1] ?? '', type: '', value: '', at: match.index + whole.indexOf(targets) + one.index });
  }
  const unpacked = new Set(found.map(({ at }) => at));
  for (const match of bare.matchAll(GIVEN)) {
    const [whole, name = '', equals] = match;
    const at = match.index;
    const end = at + whole.length;
    if (unpacked.has(at)) continue;
    if (equals !== undefined) found.push({ name, type: '', value: assignedAt(body, end), at });
    // In a dictionary, a slice or behind `if` the colon declares nothing.
    else if (body.slice(body.lastIndexOf('\n', at) + 1, at).trim() === '')
      found.push({ name, ...annotationAt(body, bare, end), at });
  }
  return found.sort((a, b) => a.at - b.at);
}

function assignedAt(body: string, at: number): string {
  return valueAt(body, at).replace(FURTHER_TARGETS, '');
}

/** `T = value`, or `T`, at an offset behind a colon; a type goes on over lines while brackets are open. */
function annotationAt(body: string, bare: string, start: number): Pick<AssignedAttribute, 'type' | 'value'> {
  let depth = 0;
  let end = start;
  for (; end < bare.length; end++) {
    const character = bare[end] ?? '';
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (depth <= 0 && (character === '=' || character === '\n')) break;
  }
  const type = pythonType(body.slice(start, end));
  return { type, value: bare[end] === '=' ? assignedAt(body, end + 1) : '' };
}
