/** Members of TypeScript classes with the smallest bodies that their types allow. */
import type { MissingMember } from '../../context/service.ts';
import type { MemberStyle } from './language.ts';

/** Some projects want to be told what overrides, or that a parameter is not used. */
export function scriptMembers(): readonly MemberStyle[] {
  return [
    (member) => memberOf(member, false, false),
    (member) => memberOf(member, true, false),
    (member) => memberOf(member, false, true),
    (member) => memberOf(member, true, true),
  ];
}

function memberOf(member: MissingMember, overrides: boolean, marksUnused: boolean): readonly string[] | undefined {
  const { kind, type, name } = member;
  const plain = member.signature.replace(/\babstract\s+/u, '').replace(/;$/u, '');
  const visible = /^(?:(?:public|protected|private)\s+)?/u.exec(plain)?.[0] ?? '';
  const signature = `${visible}${overrides ? 'override ' : ''}${plain.slice(visible.length)}`;
  const isAccessor = /\b(?:get|set)\s+[\w#]+\s*\(/u.test(plain);
  if (kind === 'property' && !isAccessor) {
    const value = valueFor(type, member);
    return value === undefined ? undefined : [`${signature} = ${value};`];
  }
  const head = marksUnused ? signature.replace(/(?<=[(,]\s*)([\p{L}][\p{L}\p{N}]*)(?=\??:)/gu, '_$1') : signature;
  if (head.startsWith('set ') || /^(?:void|undefined|)$/u.test(type)) return [`${head} {}`];
  if (GENERATES.test(type) && kind === 'method') return [generator(head, type)];
  const value = valueFor(type, marksUnused ? { ...member, fromParam: '' } : member);
  if (value === undefined || name === 'constructor') return undefined;
  return value === '' ? [`${head} {}`] : [`${head} {`, `\treturn ${value};`, '}'];
}

/** What a function with a `*` gives: nothing, where its body is empty. */
const GENERATES = /^(?:Async)?(?:Generator|IterableIterator)\b|^AsyncItera(?:ble|tor)\b/u;

/** Modifiers stand before the `*`. */
function generator(head: string, type: string): string {
  const [modifiers = ''] = /^(?:(?:public|protected|private|static|override)\s+)*/u.exec(head) ?? [];
  return `${modifiers}${type.startsWith('Async') ? 'async *' : '*'}${head.slice(modifiers.length)} {}`;
}

const VALUES: Readonly<Record<string, string>> = {
  boolean: 'false',
  number: '0',
  string: "''",
  bigint: '0n',
  any: 'undefined',
  unknown: 'undefined',
  void: 'undefined',
  undefined: 'undefined',
  null: 'null',
  object: '{}',
  true: 'true',
  false: 'false',
};

/** @returns '' for none that is needed; `undefined`: there is no value of the type at hand */
function valueFor(type: string, member: MissingMember): string | undefined {
  const parts = splitUnion(type);
  const simple = parts.find((part) => part === 'undefined' || part === 'null' || part === 'void');
  if (simple !== undefined) return VALUES[simple];
  for (const part of parts) {
    const known = valueOfOne(part, member);
    if (known !== undefined) return known;
  }
  if ((member.returnsSelf || parts.includes('this')) && !member.isStatic) return 'this';
  if (member.fromParam !== '') return member.fromParam;
  if (member.fromProperty !== '' && !member.isStatic) return `this.${member.fromProperty}`;
  const { made } = member;
  if (made === undefined) return undefined;
  return made.caseName === '' ? `new ${made.type}()` : `${made.type}.${made.caseName}`;
}

function valueOfOne(type: string, member: MissingMember): string | undefined {
  const known = VALUES[type];
  if (known !== undefined) return known;
  if (/\[\]$|^(?:Readonly)?Array<|^\[\]$/u.test(type)) return '[]';
  if (/^(["'`])[^"'`]*\1$|^-?\d+$/u.test(type)) return type;
  if (/^(?:Readonly)?(?:Map|Set)</u.test(type)) return `new ${type.replace(/^Readonly/u, '').replace(/<.*$/su, '')}()`;
  if (/^(?:Partial|Record)</u.test(type)) return '{}';
  if (/^Iterable</u.test(type)) return '[]';
  if (/^Iterator</u.test(type)) return '[].values()';
  const inner = /^Promise<(.*)>$/su.exec(type)?.[1];
  if (inner !== undefined) {
    if (/^(?:void|undefined)$/u.test(inner.trim())) return 'Promise.resolve()';
    const value = valueFor(inner.trim(), withoutOwn(member));
    return value === undefined ? undefined : `Promise.resolve(${value})`;
  }
  const result = /^\(.*\)\s*=>\s*(.+)$/su.exec(type)?.[1];
  if (result === undefined) return undefined;
  if (/^(?:void|undefined)$/u.test(result.trim())) return '() => {}';
  const value = valueFor(result.trim(), withoutOwn(member));
  return value === undefined ? undefined : `() => ${value === '{}' ? '({})' : value}`;
}

/** Inside of another type what is at hand has none of these. */
function withoutOwn({ made: _, ...member }: MissingMember): MissingMember {
  return { ...member, fromParam: '', fromProperty: '', returnsSelf: false };
}

/** `A<B | C> | D` has two parts. */
function splitUnion(type: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < type.length; at++) {
    if (/[<({[]/u.test(type[at] ?? '')) depth++;
    else if (/[)}\]]/u.test(type[at] ?? '') || (type[at] === '>' && type[at - 1] !== '=')) depth--;
    else if (type[at] === '|' && depth === 0) {
      parts.push(type.slice(from, at));
      from = at + 1;
    }
  }
  // `(a: A) => B | C` is one function.
  return type.includes('=>')
    ? [type.trim()]
    : [...parts, type.slice(from)].map((part) => part.trim()).filter((part) => part !== '');
}
