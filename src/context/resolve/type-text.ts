/** Takes types apart, which are texts as `Declaration.type` has them. Knows no project. */
import { splitOutside } from '../extract/split.ts';
import { remembered } from '../remembered.ts';

/** A class in a type, with what stands in its angle brackets. */
export interface NamedType {
  readonly name: string;
  readonly args: readonly string[];
}

/** Texts of types that are remembered. */
const MOST_TYPES = 5000;

const NULLISH: ReadonlySet<string> = new Set(['null', 'false', 'true', 'void', 'never', 'undefined', 'none']);

/** The alternatives of a union, and the parts of an intersection; `null` and the like are left out. */
export const alternatives = remembered(partsOf, MOST_TYPES);

function partsOf(type: string): readonly string[] {
  const plain = conditional(unwrapped(type.trim()));
  return splitOutside(plain, '|', true)
    .flatMap((part) => splitOutside(part, '&', true))
    .map((part) => unwrapped(part.replace(/^\?/u, '')))
    .flatMap((part) => (part.includes('|') && part !== plain && isSplit(part) ? partsOf(part) : [part]))
    .filter((part) => part !== '' && !NULLISH.has(part.toLowerCase()));
}

/** `App\Collection<int, App\Order>` → its name and arguments; `undefined` for arrays and what is no class. */
export function namedType(part: string): NamedType | undefined {
  const match = /^(\$?[\w\\\u0080-\uffff.:-]+?)(?:<(.*)>)?$/su.exec(part);
  if (match === null) return undefined;
  return { name: match[1] ?? '', args: match[2] === undefined ? [] : splitOutside(match[2], ',', true) };
}

/** Generics whose last argument is what a loop gives; the name decides for builtins. */
const COLLECTIONS =
  /^(?:array|list|iterable|non-empty-array|non-empty-list|Traversable|Iterator|IteratorAggregate|Generator|ArrayAccess|ArrayIterator|ArrayObject|SplObjectStorage|Array|ReadonlyArray|Set|Iterable|Promise|List|Sequence|Vec|Option|Box|Rc|Arc)$/u;

/** What a loop over a type gives, where the type's own text says it: `Order[]`, `array<int, Order>`, `list<Order>`. */
export function elementOf(part: string): string | undefined {
  if (part.endsWith('[]')) return unwrapped(part.slice(0, -2));
  const named = namedType(part);
  if (named === undefined || named.args.length === 0 || !COLLECTIONS.test(named.name)) return undefined;
  return named.name === 'Generator' ? (named.args[1] ?? named.args[0]) : named.args.at(-1);
}

/** What stands under a key in the shape of an array: `array{order: Order}`, `order` → `Order`. @param key a position counts from 0 */
export function fieldOf(part: string, key: string): string | undefined {
  const inside = /^(?:array|list|object|non-empty-array)\{(.*)\}$/su.exec(part)?.[1];
  if (inside === undefined) return undefined;
  const fields = splitOutside(inside, ',', true).map((field) => /^(?:['"]?([\w-]+)['"]?\??:(?!:))?(.+)$/su.exec(field));
  const named = fields.find((field) => field?.[1] === key);
  return (named ?? (/^\d+$/u.test(key) && fields[Number(key)]?.[1] === undefined ? fields[Number(key)] : null))?.[2];
}

/** `class-string<Order>` → `Order`: the class that a text names. */
export function namedClass(part: string): string | undefined {
  return /^class-string<(.+)>$/su.exec(part)?.[1];
}

/** Names in a type replaced, whole names only. */
export function substitute(type: string, names: ReadonlyMap<string, string>): string {
  if (names.size === 0) return type;
  return type.replace(/(?<![\w\\$-])\$?[A-Za-z_][\w\\-]*/gu, (name) => names.get(name) ?? name);
}

/** Parts of a union as one type, each once. */
export function union(types: readonly string[]): string {
  return [...new Set(types.flatMap(alternatives))].join('|');
}

/** Without the brackets around all of it. */
export function unwrapped(type: string): string {
  const trimmed = type.trim();
  if (!trimmed.startsWith('(') || !trimmed.endsWith(')')) return trimmed;
  let depth = 0;
  for (let at = 0; at < trimmed.length; at++) {
    if (trimmed[at] === '(') depth++;
    else if (trimmed[at] === ')' && --depth === 0 && at < trimmed.length - 1) return trimmed;
  }
  return unwrapped(trimmed.slice(1, -1));
}

/** `$a is null ? A : B` may be either. */
function conditional(type: string): string {
  const match = /^\$?\w+ is(?: not)?\s*[\s\S]*?\?\s*([\s\S]+)$/u.exec(type);
  if (match === null) return type;
  const branches = splitOutside(match[1] ?? '', ':', true);
  return branches.map(unwrapped).map(conditional).join('|');
}

function isSplit(part: string): boolean {
  return splitOutside(part, '|', true).length > 1;
}
