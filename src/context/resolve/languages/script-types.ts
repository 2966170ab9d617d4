/** TypeScript and JavaScript: types as they are written, brought to types that have members: aliases, arrays, shapes, what `typeof` and the like stand for. */
import { pieces } from '../../extract/pieces.ts';
import { closingAt, splitOutside } from '../../extract/split.ts';
import type { Declaration } from '../../symbols.ts';
import type { Infer } from '../infer.ts';
import { ModuleView, typeOfValue } from '../module-view.ts';
import { deeper, type Scope } from '../scope.ts';
import { type NamedType, namedType, substitute, union, unwrapped } from '../type-text.ts';
import { functionCode, functionType, typeAlternatives } from './script-text.ts';

/** Aliases of aliases: more are a circle. */
const MOST_ALIASES = 6;
/** Say nothing of what is inside. */
const NOTHING = /^(?:null|undefined|void|never|any|unknown|object|true|false|\{\}|)$/u;
const PRIMITIVES: Readonly<Record<string, string>> = {
  string: 'String',
  number: 'Number',
  boolean: 'Boolean',
  bigint: 'BigInt',
  symbol: 'Symbol',
};
/** Types that have the members of what they are given. */
const SAME =
  /^(?:Partial|Readonly|Required|NonNullable|Pick|Omit|Exclude|DeepPartial|Mutable|Writable|NoInfer|Prettify|Simplify|React\.PropsWithChildren|PropsWithChildren)$/u;
/** Fields of an object without a type that are read. */
const MOST_FIELDS = 40;

export function parts(type: string, scope: Scope, infer: Infer): readonly string[] {
  return [...new Set(expanded(type, scope, infer, MOST_ALIASES))];
}

function expanded(type: string, scope: Scope, infer: Infer, hops: number): readonly string[] {
  if (hops <= 0) return [];
  return typeAlternatives(unwrapped(type)).flatMap((alternative) =>
    functionType(alternative) !== undefined
      ? ['Function']
      : splitOutside(alternative, '&', true).flatMap((part) => one(unwrapped(part), scope, infer, hops)),
  );
}

function one(written: string, scope: Scope, infer: Infer, hops: number): readonly string[] {
  const part = written.replace(/^(?:readonly|unique)\s+/u, '').trim();
  const further = (type: string): readonly string[] => expanded(type, scope, infer, hops - 1);
  if (NOTHING.test(part)) return [];
  if (PRIMITIVES[part] !== undefined) return [PRIMITIVES[part]];
  if (/^['"`]/u.test(part)) return ['String'];
  if (/^-?\d/u.test(part)) return ['Number'];
  if (part.includes('|') && typeAlternatives(part).length > 1) return further(part);
  if (/^typeof\s/u.test(part)) return further(valueType(part.replace(/^typeof\s+/u, ''), scope, infer));
  if (/^keyof\s/u.test(part)) return ['String'];
  if (part.endsWith('[]')) return [`Array<${unwrapped(part.slice(0, -2))}>`];
  const indexed = /^(.+)\[(['"]?)([\w$]+)\2\]$/su.exec(part);
  if (indexed !== null) {
    const [, of = '', quote, key = ''] = indexed;
    if (quote !== '') return further(infer.field(of, key, deeper(scope)));
    return key === 'number' ? further(infer.indexType(of, '0', scope)) : [];
  }
  if (part.startsWith('[')) return [`Array<${itemsOf(part).join(' | ')}>`];
  if (part.startsWith('{')) {
    const shape = scope.project instanceof ModuleView ? scope.project.shape(fieldsOf(part), 'type') : '';
    return shape === '' ? [] : [shape];
  }
  return named(part, scope, infer, hops);
}

function named(part: string, scope: Scope, infer: Infer, hops: number): readonly string[] {
  const type = namedType(part);
  if (type === undefined) return [];
  const further = (text: string): readonly string[] => expanded(text, scope, infer, hops - 1);
  const [first = '', second = ''] = type.args;
  if (type.name === 'class-string') return [part];
  const found = scope.project.type(type.name);
  if (found === undefined || found.file.path.startsWith('<')) {
    if (first !== '' && SAME.test(type.name)) return further(first);
    if (type.name === 'Extract') return further(second);
    if (type.name === 'Awaited') return further(awaited(first));
    if (type.name === 'ReturnType') return further(returnType(first, scope, infer));
    if (type.name === 'InstanceType') return further(first.replace(/^typeof\s+/u, ''));
  }
  if (found === undefined) return type.name === 'Record' ? [part] : [];
  const { kind, templates = [], bounds = [], type: alias } = found.declaration;
  if (kind !== 'type' || alias === undefined) return [part];
  return further(
    withArguments(
      alias,
      templates,
      templates.map((_, at) => type.args[at] || bounds[at] || 'unknown'),
    ),
  );
}

/** What `typeof` a name is: of the file's own names, or of a variable. */
function valueType(name: string, scope: Scope, infer: Infer): string {
  if (!name.includes('\\')) return infer(name, deeper(scope));
  const found = scope.project instanceof ModuleView ? scope.project.valueNamed(name) : undefined;
  if (found === undefined) return '';
  return typeOfValue(found) || (found.declaration.kind === 'function' ? '' : infer.declared(found, deeper(scope)));
}

function returnType(type: string, scope: Scope, infer: Infer): string {
  const written = functionType(type);
  if (written !== undefined) return written.result;
  const name = /^typeof\s+(.+)$/su.exec(type)?.[1] ?? '';
  const found = scope.project instanceof ModuleView ? scope.project.valueNamed(name) : undefined;
  return found?.declaration.kind === 'function' ? infer.declared(found, deeper(scope)) : '';
}

/** What waiting for a value gives. */
export function awaited(type: string): string {
  return union(
    typeAlternatives(type).map((part) => /^(?:Promise|PromiseLike|Thenable)<(.*)>$/su.exec(part)?.[1] ?? part),
  );
}

/** What a call of a value of that type gives. */
export function returned(type: string, scope: Scope): string {
  const written = functionType(type);
  if (written !== undefined) return /\bis\b/u.test(written.result) ? 'boolean' : written.result;
  const alias = scope.project.type(namedType(type)?.name ?? '')?.declaration;
  return (alias?.kind === 'type' && functionType(alias.type ?? '')?.result) || '';
}

/** What stands at a place: of a tuple, by its position; of an object, by its key. */
export function indexed(part: string, key: string, scope: Scope, infer: Infer): string | undefined {
  const text = part.replace(/^readonly\s+/u, '');
  if (text.startsWith('[')) {
    const items = itemsOf(text);
    return /^\d+$/u.test(key) ? (items[Number(key)] ?? '') : union(items);
  }
  const name = /^(['"])(.*)\1$/su.exec(key)?.[2];
  if (name !== undefined) return infer.field(part, name, deeper(scope));
  return element(part, scope, infer, true);
}

/** Types whose last argument is what a loop gives. */
const ITERATED = /(?:Array|Set|Iterable|Iterator|Generator|List|Collection)$/u;

/** What a loop over a type gives. @param isIndex what an index gives instead */
export function element(part: string, scope: Scope, infer: Infer, isIndex = false): string | undefined {
  const text = part.replace(/^readonly\s+/u, '');
  if (text.endsWith('[]') || functionType(text) !== undefined) return undefined;
  if (text.startsWith('[')) return union(itemsOf(text));
  if (text === 'string' || text === 'String') return 'string';
  if (text.startsWith('{')) return isIndex ? (/\[[\w$]+\s*:[^\]]+\]\s*:\s*([^;,}]+)/u.exec(text)?.[1] ?? '') : '';
  const type = namedType(text);
  if (type === undefined) return '';
  const { name, args } = type;
  if (name === 'Record') return isIndex ? (args[1] ?? '') : '';
  if (name === 'Map' || name === 'ReadonlyMap') return isIndex ? '' : `[${args.join(', ')}]`;
  return ofDeclared(type, scope, infer, isIndex);
}

function ofDeclared({ name, args }: NamedType, scope: Scope, infer: Infer, isIndex: boolean): string | undefined {
  const declaration = scope.project.type(name)?.declaration;
  if (declaration?.kind === 'type' && declaration.type !== undefined && scope.depth > 1) {
    const alias = withArguments(declaration.type, declaration.templates, args);
    return isIndex
      ? infer.indexType(alias, '', deeper(scope))
      : union(typeAlternatives(alias).map((one) => infer.elementType(one, deeper(scope))));
  }
  // Templates of other classes are not what a loop gives.
  const isIterated = [name, ...(declaration?.extends ?? [])].some((one) => ITERATED.test(namedType(one)?.name ?? ''));
  return isIterated ? undefined : '';
}

function withArguments(type: string, templates: readonly string[] = [], args: readonly string[]): string {
  return substitute(type, new Map(templates.map((name, at) => [name, args[at] ?? 'unknown'])));
}

/** Types of the positions of a tuple, without their names. */
function itemsOf(tuple: string): readonly string[] {
  return splitOutside(tuple.slice(1, closingAt(tuple, 0)), ',', true).map((item) =>
    item.replace(/^(?:\.\.\.)?[\w$]+\??\s*:\s*/u, '').replace(/^\.\.\.(.*)\[\]$/su, '$1'),
  );
}

const PLACE = { row: 0, endRow: 0, nameRow: 0, qualified: '', parent: 0 } as const;

/** Members of a type that is written as a shape: `{ order: Order; pay(): void }`. */
function fieldsOf(shape: string): readonly Declaration[] {
  const inside = shape.slice(1, closingAt(shape, 0));
  const written = splitOutside(inside, ';', true).flatMap((piece) => splitOutside(piece, ',', true));
  return written.slice(0, MOST_FIELDS).flatMap((text): readonly Declaration[] => {
    const method = /^(?:readonly\s+)?(['"]?)([\w$]+)\1\??\s*(?:<[^()]*>)?\(/u.exec(text);
    if (method !== null) {
      const close = closingAt(text, method[0].length - 1);
      const type = /^\s*:\s*(.+)$/su.exec(text.slice(close + 1))?.[1];
      return [
        { ...PLACE, kind: 'method', name: method[2] ?? '', signature: text, ...(type === undefined ? {} : { type }) },
      ];
    }
    const { name, type } = pieces(text);
    const bare = name
      .replace(/^readonly\s+/u, '')
      .replace(/\?$/u, '')
      .replace(/^(['"])(.*)\1$/u, '$2');
    if (!/^[\w$]+$/u.test(bare)) return [];
    return [{ ...PLACE, kind: 'property', name: bare, signature: text, ...(type === '' ? {} : { type }) }];
  });
}

/** The type of an object as code writes it, for what its values' own text tells. */
export function literalType(code: string, scope: Scope, infer: Infer): string {
  if (!(scope.project instanceof ModuleView)) return '';
  const items = splitOutside(code.slice(1, closingAt(code, 0)), ',').slice(0, MOST_FIELDS);
  return scope.project.shape(
    items.flatMap((item) => literalMethod(item, scope) ?? literalField(item, scope, infer) ?? []),
    'object',
  );
}

/** `async name(a: A): B { … }` */
function literalMethod(item: string, scope: Scope): Declaration | undefined {
  const head = /^(?:async\s+|get\s+|\*\s*)*([\w$]+)\s*(?:<[^()]*>)?\(/u.exec(item);
  if (head === null) return undefined;
  const close = closingAt(item, head[0].length - 1);
  const type = /^\s*:\s*([^{]+?)\s*\{/u.exec(item.slice(close + 1))?.[1];
  const signature = item.slice(0, close + 1).replace(/\s+/gu, ' ');
  const kind = item.startsWith('get ') ? 'property' : 'method';
  return {
    ...PLACE,
    kind,
    name: head[1] ?? '',
    signature,
    ...(type === undefined ? {} : { type: typeInCode(type, scope) }),
  };
}

/** `name: value`, or `name` alone. */
function literalField(item: string, scope: Scope, infer: Infer): Declaration | undefined {
  const field = /^(['"]?)([\w$]+)\1\s*(?::\s*([\s\S]+))?$/u.exec(item);
  if (field === null) return undefined;
  const [, , name = '', value = name] = field;
  const code = functionCode(value);
  if (code !== undefined) {
    const signature = `${name}: (${code.params.join(', ')})${code.type === '' ? '' : `: ${code.type}`}`;
    const type = code.type === '' ? {} : { type: typeInCode(code.type, scope) };
    return { ...PLACE, kind: 'method', name, signature: signature.replace(/\s+/gu, ' '), ...type };
  }
  const type = value.length > LONGEST_VALUE ? '' : infer(value, deeper(scope));
  return { ...PLACE, kind: 'property', name, signature: name, ...(type === '' ? {} : { type }) };
}

/** A longer value tells nothing at once, in UTF-16 units. */
const LONGEST_VALUE = 300;

/** A type that stands in the code of the scope's file. */
export function typeInCode(text: string, { project, path }: Scope): string {
  return project instanceof ModuleView ? project.typeIn(path, text.replace(/\s+/gu, ' ').trim()) : text;
}
