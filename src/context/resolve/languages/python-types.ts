/** Python: types as annotations write them, in the notation that the resolver reads: `Optional[list[Order]]` → `list<Order>|None`, and back. */
import { splitOutside } from '../../extract/split.ts';
import type { Infer } from '../infer.ts';
import { memberCalled } from '../member-table.ts';
import { ModuleView, plainType } from '../module-view.ts';
import { deeper, type Scope } from '../scope.ts';
import { alternatives, namedClass, namedType, union } from '../type-text.ts';

/** Names that are given what they are in brackets, and say no more than that. */
const SAME = /^(?:Optional|Union|Final|ClassVar|Annotated|Required|NotRequired|ReadOnly|Awaitable|Unpack|InitVar)$/u;
/** Say nothing of what is inside. */
const NOTHING = /^(?:None|Any|object|NoReturn|Never|NotImplemented|Literal<.*>|Ellipsis|\.\.\.|)$/u;
/** Modules that types are taken from, by what they are usually called. */
const TYPING =
  /\b(?:typing|typing_extensions|collections\.abc|collections|pathlib|enum|io|contextvars|logging|builtins|t|te|tp|c|cabc|abc)\.(?=[A-Z])/gu;
/** Names of the same thing. */
const BUILTIN: Readonly<Record<string, string>> = {
  List: 'list',
  Dict: 'dict',
  Set: 'set',
  FrozenSet: 'frozenset',
  Tuple: 'tuple',
  Text: 'str',
  string: 'str',
};
/** Aliases of aliases: more are a circle. */
const MOST_HOPS = 6;

/** In the resolver's notation, names as they are written. */
export function pythonTypeText(text: string): string {
  if (!/[[\].|]|^[A-Z]/u.test(text)) return text;
  const plain = text.replace(TYPING, '').replace(/\s+/gu, ' ');
  return plain.includes('[') || plain in BUILTIN ? splitOutside(plain, '|').map(one).join('|') : plain;
}

function one(text: string): string {
  const open = text.indexOf('[');
  const name = (open < 0 ? text : text.slice(0, open)).trim();
  if (open <= 0 || !text.endsWith(']')) return BUILTIN[name] ?? text;
  const items = splitOutside(text.slice(open + 1, -1), ',');
  if (name === 'Optional') return `${pythonTypeText(items[0] ?? '')}|None`;
  if (name === 'Union') return items.map(pythonTypeText).join('|');
  if (SAME.test(name)) return pythonTypeText(items[0] ?? '');
  if (name === 'Type' || name === 'type') return pythonTypeText(items[0] ?? '').replace(/[^|]+/gu, 'class-string<$&>');
  if (name === 'Literal') return 'Literal<…>';
  if (name === 'Coroutine') return pythonTypeText(items.at(-1) ?? '');
  if (name === 'Callable') return `Callable<${pythonTypeText(items.at(-1) ?? '')}>`;
  return `${BUILTIN[name] ?? name}<${items.map(pythonTypeText).join(', ')}>`;
}

/** As a person would write it. */
export function shownType(type: string): string {
  return plainType(type.replace(/class-string<([^<>]+)>/gu, 'type[$1]'))
    .replaceAll('<', '[')
    .replaceAll('>', ']')
    .replaceAll('|', ' | ');
}

/** A type that stands in the code of the scope's file. */
export function typeInCode(text: string, { project, path }: Scope): string {
  const unquoted = text.trim().replace(/^(['"])(.*)\1$/su, '$2');
  return project instanceof ModuleView ? project.typeIn(path, pythonTypeText(unquoted)) : unquoted;
}

/** The alternatives of a type, aliases by what they stand for, descriptors by what they give. */
export function parts(type: string, scope: Scope, infer: Infer): readonly string[] {
  return [...new Set(expanded(type, scope, MOST_HOPS).flatMap((part) => described(part, scope, infer)))];
}

/** An attribute whose class has `__get__` gives what that gives. */
function described(part: string, scope: Scope, infer: Infer): readonly string[] {
  const named = namedType(part);
  const found = named && named.name !== 'class-string' ? scope.project.type(named.name) : undefined;
  if (named === undefined || found === undefined || scope.self?.declaration === found.declaration) return [part];
  const get = memberCalled(found, '__get__', true);
  if (get === undefined || scope.depth <= 1) return [part];
  const given = infer.declared(get, deeper(scope));
  // Read from the class it is itself; what it is made for is its type argument then.
  const { templates = [] } = found.declaration;
  const values = alternatives(given).map((one) => named.args[templates.indexOf(one)] ?? one);
  const known = values.filter((one) => !/^(?:Self|self)$/u.test(one) && namedType(one)?.name !== named.name);
  return known.length > 0 ? known : named.args.slice(0, 1);
}

function expanded(type: string, scope: Scope, hops: number): readonly string[] {
  if (hops <= 0) return [];
  return splitOutside(type, '|', true).flatMap((part): readonly string[] => {
    if (NOTHING.test(part)) return [];
    const named = namedType(part);
    if (named === undefined) return [];
    if (BUILTIN[part] !== undefined) return [BUILTIN[part]];
    const found = named.name === 'class-string' ? undefined : scope.project.type(named.name)?.declaration;
    return found?.kind === 'type' && found.type !== undefined ? expanded(found.type, scope, hops - 1) : [part];
  });
}

/** Give one after the other what they have in brackets. */
const ITERATED =
  /^(?:list|set|frozenset|deque|Iterable|Iterator|Sequence|MutableSequence|Collection|Container|AbstractSet|MutableSet|Reversible|AsyncIterable|AsyncIterator|Generator|AsyncGenerator|KeysView|ValuesView|type)$/u;
const MAPPING =
  /^(?:dict|Mapping|MutableMapping|defaultdict|OrderedDict|Counter|ChainMap|WeakValueDictionary|WeakKeyDictionary)$/u;

/** What a loop over a type gives, where its own text says it. */
export function element(part: string): string | undefined {
  const named = namedType(part);
  if (named === undefined) return '';
  const { name, args } = named;
  if (name === 'tuple') return union(args.filter((item) => item !== '...'));
  if (name === 'str') return 'str';
  if (name === 'class-string') return args[0] ?? '';
  return ITERATED.test(name) || MAPPING.test(name) ? (args[0] ?? '') : undefined;
}

/** What stands at a place. @param key code */
export function indexed(part: string, key: string): string | undefined {
  const named = namedType(part);
  if (named === undefined) return '';
  const { name, args } = named;
  const isSlice = key.includes(':');
  if (name === 'tuple') {
    if (isSlice) return part;
    const items = args.filter((item) => item !== '...');
    return (/^-?\d+$/u.test(key) && items.length === args.length ? items.at(Number(key)) : undefined) ?? union(items);
  }
  if (MAPPING.test(name)) return (name === 'Counter' ? 'int' : args[1]) ?? '';
  if (name === 'class-string') return part;
  if (isSlice && (ITERATED.test(name) || name === 'str')) return part;
  return element(part);
}

/** What a call of a value of that type gives. */
export function returned(part: string, { project }: Scope): string {
  const made = namedClass(part);
  if (made !== undefined) return made;
  const named = namedType(part);
  if (named === undefined) return '';
  if (named.name === 'Callable') return named.args[0] ?? '';
  const found = project.type(named.name);
  return (found && memberCalled(found, '__call__', true)?.declaration.type) ?? '';
}
