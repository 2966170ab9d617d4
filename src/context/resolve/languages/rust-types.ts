/** Rust: types as code writes them, in the notation that the resolver reads: `Option<&'a mut Vec<a::Order>>` → `Option<Vec<a.Order>>`. */
import { closingAt, splitOutside } from '../../extract/split.ts';
import { ModuleView, plainType } from '../module-view.ts';
import type { Scope } from '../scope.ts';
import { namedClass, namedType, union } from '../type-text.ts';

const BUILTIN =
  /^(?:[iu](?:8|16|32|64|128|size)|f32|f64|bool|char|str|Self|tuple|Fn|Option|Result|Vec|VecDeque|Iter|HashMap|BTreeMap|HashSet|BTreeSet|String|RefCell|Cell|Mutex|RwLock|Path|PathBuf|Entry|Box|Rc|Arc|class|string|class-string|dyn|impl|mut|const|_)$/u;
/** Names of things that have the members of another. */
const SAME: Readonly<Record<string, string>> = {
  str: 'String',
  string: 'String',
  PathBuf: 'Path',
  BTreeMap: 'HashMap',
  BTreeSet: 'HashSet',
};
/** Hold something that is used as if they were it. */
const POINTERS =
  /^(?:Box|Rc|Arc|Cow|Pin|Ref|RefMut|MutexGuard|RwLockReadGuard|RwLockWriteGuard|Reverse|ManuallyDrop)$/u;
/** Give one after the other what they hold. */
const ITERATED =
  /^(?:Vec|VecDeque|Iter|HashSet|Option|Iterator|IntoIterator|DoubleEndedIterator|ExactSizeIterator|IntoIter|IterMut|Peekable)$/u;
/** Aliases of aliases: more are a circle. */
const MOST_HOPS = 6;

export function isRustBuiltin(name: string): boolean {
  return BUILTIN.test(name);
}

/** In the resolver's notation, names as they are written. */
export function rustTypeText(text: string): string {
  const type = text
    .trim()
    .replace(/'[\p{L}_]\w*(?!')\s*/gu, '')
    .replace(/^(?:(?:&|\*\s*(?:const|mut)\b|mut\b|dyn\b|impl\b|\?\s*Sized\b|for\s*<[^>]*>)\s*)+/u, '');
  if (type.startsWith('['))
    return `Vec<${rustTypeText(splitOutside(type.slice(1, closingAt(type, 0)), ';')[0] ?? '')}>`;
  if (type.startsWith('(')) {
    const parts = splitOutside(type.slice(1, closingAt(type, 0)), ',', true).map((one) => rustTypeText(one) || '_');
    return parts.length === 1 ? (parts[0] ?? '') : parts.length === 0 ? '' : `tuple<${parts.join(', ')}>`;
  }
  const called = /^(?:Fn|FnMut|FnOnce|(?:unsafe\s+)?(?:extern\s+"\w+"\s+)?fn)\s*\(/u.exec(type)?.[0];
  if (called !== undefined) {
    const result = /^\s*->\s*([\s\S]+)$/u.exec(type.slice(closingAt(type, called.length - 1) + 1))?.[1] ?? '';
    return `Fn<${rustTypeText(result) || '_'}>`;
  }
  return bounded(type);
}

/** `Trait + Send` → `Trait`; `Iterator<Item = A>` → `Iter<A>`. */
function bounded(type: string): string {
  const first = splitOutside(type, '+', true)[0] ?? '';
  const open = first.indexOf('<');
  const name = (open < 0 ? first : first.slice(0, open)).replace(/::$/u, '').replace(/\s+/gu, '');
  if (!/^(?:[\p{L}_][\p{L}\p{N}_]*::)*[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) return '';
  const inside = open < 0 ? [] : splitOutside(first.slice(open + 1, first.lastIndexOf('>')), ',', true);
  const item = inside.map((one) => /^Item\s*=\s*([\s\S]+)$/u.exec(one)?.[1]).find((one) => one !== undefined);
  if (item !== undefined) return `Iter<${rustTypeText(item)}>`;
  const args = inside.map((one) => rustTypeText(one) || '_');
  const short = name.replace(/^(?:std|core|alloc)::.*::(?=\w+$)/u, '');
  if (POINTERS.test(short) && args.length > 0) return args[0] === '_' ? '' : (args[0] ?? '');
  const plain = SAME[short] ?? (/::Result$/u.test(short) && args.length < 2 ? 'Result' : short.replaceAll('::', '.'));
  return args.length === 0 ? plain : `${plain}<${args.join(', ')}>`;
}

/** As a person would write it. */
export function shownType(type: string): string {
  return plainType(type.replace(/class-string<([^<>]+)>/gu, '$1'));
}

/** A type that stands in the code of the scope's file. */
export function typeInCode(text: string, { project, path }: Scope): string {
  const type = rustTypeText(text);
  return project instanceof ModuleView ? project.typeIn(path, type) : type;
}

/** A type, aliases by what they stand for. */
export function parts(type: string, scope: Scope): readonly string[] {
  let next = type;
  for (let hops = 0; hops < MOST_HOPS; hops++) {
    const named = namedType(next);
    if (named === undefined || next === '_' || next === '') return [];
    if (SAME[named.name] !== undefined) next = next.replace(named.name, SAME[named.name] ?? '');
    const found = namedClass(next) === undefined ? scope.project.type(named.name)?.declaration : undefined;
    if (found?.kind !== 'type' || found.type === undefined) return [next];
    next = found.type;
  }
  return [];
}

/** What a loop over a type gives. */
export function element(part: string, scope: Scope): string {
  for (const one of parts(part, scope)) {
    const named = namedType(one);
    if (named === undefined) continue;
    if (named.name === 'HashMap') return `tuple<${named.args.join(', ')}>`;
    if (ITERATED.test(named.name.replace(/^.*\\/u, ''))) return known(named.args[0]);
  }
  return '';
}

function known(type = ''): string {
  return type === '_' ? '' : type;
}

/** What stands at a place: in a tuple, a list, a map, a struct without names. @param key code */
export function indexed(part: string, key: string, scope: Scope): string {
  const named = namedType(part);
  if (named === undefined) return '';
  if (named.name === 'tuple') return known(named.args[Number(key)]);
  if (named.name === 'HashMap') return known(named.args[1]);
  if (ITERATED.test(named.name)) return key.includes('..') ? part : known(named.args[0]);
  const found = scope.project.type(named.name);
  const fields = /^[^(]*\bstruct\b[^(]*\(([\s\S]*)\)/u.exec(found?.declaration.signature ?? '')?.[1];
  if (found === undefined || fields === undefined || !/^\d+$/u.test(key)) return '';
  const field = splitOutside(fields, ',', true)[Number(key)]?.replace(/^pub(?:\([^)]*\))?\s+/u, '') ?? '';
  return typeInCode(field, { ...scope, path: found.file.path });
}

/** What a call of a value of that type gives; a case of an enum is one of that enum. */
export function returned(part: string, { project }: Scope): string {
  const named = namedType(part);
  if (named?.name === 'Fn') return known(named.args[0]);
  return project.type(named?.name ?? '')?.declaration.kind === 'enum' ? part : '';
}

/** What `Some(a)`, `Ok(a)` and the like take out of a type. */
export function takenOut(type: string, word: string, scope: Scope): string {
  return union(
    parts(type, scope).map((part) => {
      const { name = '', args = [] } = namedType(part) ?? {};
      if (word === 'Some') return name === 'Option' ? known(args[0]) : '';
      if (word === 'Ok') return name === 'Result' ? known(args[0]) : '';
      return word === 'Err' && name === 'Result' ? known(args[1]) : '';
    }),
  );
}
