/** Go: types as code writes them, in the notation that the resolver reads: `map[string][]*Order` → `map<string, list<Order>>`, and back. */
import { goValues } from '../../extract/go-text.ts';
import { closingAt, piecesOutside, splitOutside } from '../../extract/split.ts';
import type { Declaration } from '../../symbols.ts';
import { ModuleView, plainType } from '../module-view.ts';
import type { Scope } from '../scope.ts';
import { namedType } from '../type-text.ts';

/** Say nothing of what is inside. */
const NOTHING = /^(?:any|nil|comparable|interface|struct|_|)$/u;
/** Names of names: more are a circle. */
const MOST_HOPS = 6;
/** Fields of a struct without a name that are read. */
const MOST_FIELDS = 40;

/** In the resolver's notation, names as they are written. */
export function goTypeText(text: string): string {
  const type = text.trim().replace(/^(?:[*&~]|\.\.\.)\s*/u, '');
  if (type !== text.trim()) return text.trim().startsWith('...') ? `list<${goTypeText(type)}>` : goTypeText(type);
  if (type.startsWith('[')) {
    const close = closingAt(type, 0);
    return `list<${goTypeText(type.slice(close + 1))}>`;
  }
  if (/^map\s*\[/u.test(type)) {
    const open = type.indexOf('[');
    const close = closingAt(type, open);
    return `map<${goTypeText(type.slice(open + 1, close))}, ${goTypeText(type.slice(close + 1))}>`;
  }
  const channel = /^(?:<-\s*)?chan\b\s*(?:<-)?\s*/u.exec(type)?.[0];
  if (channel !== undefined) return `chan<${goTypeText(type.slice(channel.length))}>`;
  if (/^func\s*\(/u.test(type)) {
    const close = closingAt(type, type.indexOf('('));
    return `func<${goTypeText(type.slice(close + 1)) || '_'}>`;
  }
  if (type.startsWith('(')) return tupleType(type);
  if (/^(?:struct|interface)\s*\{/u.test(type)) return 'any';
  return namedText(type);
}

function tupleType(type: string): string {
  const parts = splitOutside(type.slice(1, closingAt(type, 0)), ',').map(goTypeText);
  return parts.length === 1 ? (parts[0] ?? '') : `tuple<${parts.join(', ')}>`;
}

/** `pkg.Name[A, B]` */
function namedText(type: string): string {
  const open = type.indexOf('[');
  const name = (open < 0 ? type : type.slice(0, open)).trim();
  if (!/^(?:\\shape_\d+|[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)?)$/u.test(name)) return '';
  if (open < 0) return name;
  const args = splitOutside(type.slice(open + 1, closingAt(type, open)), ',').map((one) => goTypeText(one) || '_');
  return `${name}<${args.join(', ')}>`;
}

/** As a person would write it. */
export function shownType(type: string): string {
  if (/^\\shape_\d+$/u.test(type)) return 'struct';
  return plainType(type)
    .replace(/\blist</gu, '[]<')
    .replaceAll('<', '[')
    .replaceAll('>', ']');
}

/** A type that stands in the code of the scope's file. */
export function typeInCode(text: string, scope: Scope): string {
  const { project, path } = scope;
  const type = goTypeText(withShapes(text, scope));
  return project instanceof ModuleView ? project.typeIn(path, type) : type;
}

/** Structs that are written out, by names. */
function withShapes(text: string, scope: Scope): string {
  const { project } = scope;
  const head = /\bstruct\s*\{/u.exec(text);
  if (head === null || !(project instanceof ModuleView)) return text;
  const close = closingAt(text, head.index + head[0].length - 1);
  const inside = text.slice(head.index + head[0].length, close);
  const shape = project.shape(fieldsOf(inside, scope), 'type struct');
  return `${text.slice(0, head.index)}${shape}${text.slice(close + 1)}`;
}

const PLACE = { row: 0, endRow: 0, nameRow: 0, qualified: '', parent: 0 } as const;

function fieldsOf(inside: string, scope: Scope): readonly Declaration[] {
  const lines = piecesOutside(inside, '\n').flatMap(({ start, end }) => splitOutside(inside.slice(start, end), ';'));
  return lines.slice(0, MOST_FIELDS).flatMap((line): readonly Declaration[] => {
    const text = line.replace(/\s*(?:`[^`]*`|"[^"]*"|\/\/.*)\s*$/u, '').trim();
    const { names = [], type = '' } = goValues(text) ?? {};
    const known = typeInCode(type, scope);
    return names.map((name) => ({
      ...PLACE,
      kind: 'property',
      name,
      signature: `${name} ${type}`.replace(/\s+/gu, ' '),
      ...(known === '' ? {} : { type: known }),
    }));
  });
}

/** A type and what it is declared as, where that is another name: both may have members. */
export function parts(type: string, { project }: Scope): readonly string[] {
  const found: string[] = [];
  let next = type;
  for (let hops = 0; hops < MOST_HOPS && !NOTHING.test(next); hops++) {
    found.push(next);
    const declaration = project.type(namedType(next)?.name ?? '')?.declaration;
    if (declaration?.kind !== 'type' || declaration.type === undefined || namedType(declaration.type) === undefined)
      break;
    next = declaration.type;
  }
  return found;
}

/** The list, map, channel or function that a type is in the end. */
function underlying(
  part: string,
  scope: Scope,
): { readonly name: string; readonly args: readonly string[] } | undefined {
  const types = parts(part, scope).map((one) => namedType(one));
  return types.find((one) => one !== undefined && /^(?:list|map|chan|func|tuple|string)$/u.test(one.name));
}

/** What a loop over a type gives as its value. */
export function element(part: string, scope: Scope): string {
  const type = underlying(part, scope);
  if (type === undefined || type.name === 'func' || type.name === 'tuple') return '';
  return type.name === 'string' ? 'rune' : (type.args.at(-1) ?? '');
}

/** What it gives as its key. */
export function keyOf(part: string, scope: Scope): string {
  const type = underlying(part, scope);
  return type?.name === 'map' || type?.name === 'chan' ? (type.args[0] ?? '') : type?.name === 'list' ? 'int' : '';
}

/** @param key code */
export function indexed(part: string, key: string, scope: Scope): string {
  return /(?:^|[^:]):(?!=)/u.test(key) ? part : element(part, scope);
}

/** What a call of a value of that type gives. */
export function returned(part: string, scope: Scope): string {
  const type = underlying(part, scope);
  return type?.name === 'func' ? (type.args[0] ?? '').replace(/^_$/u, '') : '';
}

/** One of several results. */
export function resultAt(type: string, position: number): string {
  const named = namedType(type);
  if (named?.name === 'tuple') return named.args[position] ?? '';
  return position === 0 ? type : '';
}
